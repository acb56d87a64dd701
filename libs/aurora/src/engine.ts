/** The engine of the global database and of every cluster in it. */
export const ENGINE = 'aurora-postgresql';

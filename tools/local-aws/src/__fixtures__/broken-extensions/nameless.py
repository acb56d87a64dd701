"""An extension that forgot its apply()."""

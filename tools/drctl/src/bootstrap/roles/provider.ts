import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  NoSuchEntityException,
  type IAMClient,
} from '@aws-sdk/client-iam';
import { AUDIENCE, OIDC_HOST, providerArn } from './trust';

/** Makes sure that the account takes GitHub's tokens, if they are meant for AWS. */
export async function ensureProvider(iam: IAMClient, accountId: string): Promise<void> {
  const arn = providerArn(accountId);
  try {
    const { ClientIDList: audiences = [] } = await iam.send(
      new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }),
    );
    if (audiences.includes(AUDIENCE)) return;
    await iam.send(
      new AddClientIDToOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn, ClientID: AUDIENCE }),
    );
  } catch (error) {
    if (!(error instanceof NoSuchEntityException)) throw error;
    // AWS verifies GitHub's certificate by its own list of authorities and wants no thumbprint.
    await iam.send(
      new CreateOpenIDConnectProviderCommand({ Url: `https://${OIDC_HOST}`, ClientIDList: [AUDIENCE] }),
    );
  }
}

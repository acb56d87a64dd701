import type { Certificate } from './certificate';
import { SwitchedServer } from './switched-server';

/** What answers in place of a Region's service, or of what stands outside both Regions: 200, whatever is asked. */
export class ServiceDouble extends SwitchedServer {
  private constructor(certificate: Certificate) {
    super(certificate, (_, response) => response.writeHead(200).end());
  }

  /** @param certificate - of the names under which it is asked */
  static async open(certificate: Certificate): Promise<ServiceDouble> {
    const double = new ServiceDouble(certificate);
    await double.switchOn();
    return double;
  }

  get answers(): boolean {
    return this.isOn;
  }
}

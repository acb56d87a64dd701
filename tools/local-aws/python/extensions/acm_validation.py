"""Certificates that are issued once a record vouches for each of their names.

moto 5.2.1 issues every certificate a minute after it was asked for, whatever stands in the DNS. AWS looks for a CNAME of
each name, the same in every Region of an account, which is what one Region that writes them for two rests on.

moto cannot list a certificate that was requested with options of which none is `Export`: here what was not given has AWS's default.

Could go upstream as an opt-in: others rest on certificates that are issued without a record.
"""

from typing import Any

from moto.acm.models import AWSCertificateManagerBackend, CertBundle
from moto.route53.models import route53_backends

check_by_age = CertBundle.check
request = AWSCertificateManagerBackend.request_certificate

DEFAULT_OPTIONS = {"CertificateTransparencyLoggingPreference": "ENABLED", "Export": "DISABLED"}


def apply() -> None:
    """Looks for the records each time somebody asks for the certificate."""
    CertBundle.check = check
    AWSCertificateManagerBackend.request_certificate = request_with_defaults


def request_with_defaults(self: AWSCertificateManagerBackend, *args: Any, **kwargs: Any) -> str:
    """Gives a certificate the options that its request left out."""
    arn = request(self, *args, **kwargs)
    certificate = self._certificates[arn]
    certificate.cert_options = {**DEFAULT_OPTIONS, **certificate.cert_options}
    return arn


def check(self: CertBundle) -> None:
    """Brings the status up to date: a certificate that can be issued is, in this moment."""
    if self.type != "AMAZON_ISSUED" or self.status != "PENDING_VALIDATION":
        check_by_age(self)
    elif is_vouched_for(self):
        self.status = "ISSUED"


def is_vouched_for(certificate: CertBundle) -> bool:
    """Whether hosted zones hold the record of every name, of whatever account: the DNS is everybody's."""
    described = certificate.describe()["Certificate"]
    written = {
        (record.name.rstrip("."), value_of(value).rstrip("."))
        for account in list(route53_backends.values())
        for partition in list(account.values())
        for zone in list(partition.zones.values())
        for record in zone.rrsets
        if record.type == "CNAME"
        for value in record.records
    }
    wanted = {
        (option["ResourceRecord"]["Name"].rstrip("."), option["ResourceRecord"]["Value"].rstrip("."))
        for option in described["DomainValidationOptions"]
    }
    return wanted <= written


def value_of(record: str | dict[str, str]) -> str:
    """The value of a record, which moto keeps in two ways."""
    return record["Value"] if isinstance(record, dict) else record

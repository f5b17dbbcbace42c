"""NICE CXone over HTTP. What of it was never tried on a tenant is listed in docs/decisions/009-cxone-contacts.md."""

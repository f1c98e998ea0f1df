"""`python -m support.steady_requests ADDRESS TOKEN PERSON LEDGER`: people registered at the real permanence."""

import http.client
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4, uuid5

from support import pace
from support.oracle import Ledger
from support.registration import PATIENT
from support.steady import ACCEPTED, keep_pace

_REGISTRATION = json.dumps(PATIENT)

if __name__ == "__main__":
    address, token, person, ledger = urlsplit(sys.argv[1]), *sys.argv[2:4], Ledger(Path(sys.argv[4]))

    # Measured before the flow begins, and by no command of it.
    patience = pace.patience()

    def send() -> str:
        key = uuid4()
        command_id = uuid5(key, person)  # as the service knows it, and its facts with it
        headers = {
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": str(key),
            "Content-Type": "application/json",
        }
        ledger.intend(command_id)
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=patience)
        try:
            connection.request("POST", f"{address.path}patients", _REGISTRATION, headers)
            status = connection.getresponse().status
        except OSError as error:
            return type(error).__name__
        finally:
            connection.close()
        if status // 100 != 2:
            return str(status)
        ledger.acknowledge(command_id)
        return ACCEPTED

    keep_pace(send)

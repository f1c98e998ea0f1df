"""`python -m local_servers --check [--fetch]`: which servers would be used here; fetches what is missing."""

import argparse
import sys

from local_servers.debian_packages import cache_folder
from local_servers.errors import LocalServerUnavailable
from local_servers.postgres_binaries import find_postgres
from local_servers.rabbitmq_binaries import find_rabbitmq, rabbitmq_at_hand
from local_servers.running import say_on_stderr


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m local_servers")
    parser.add_argument("--check", action="store_true", required=True, help="dit quels serveurs seraient utilisés ici")
    parser.add_argument("--fetch", action="store_true", help="va chercher RabbitMQ s’il manque")
    arguments = parser.parse_args()
    try:
        print(f"PostgreSQL : {find_postgres().bin}")
        rabbitmq = find_rabbitmq(say_on_stderr) if arguments.fetch else rabbitmq_at_hand()
    except LocalServerUnavailable as missing:
        print(missing, file=sys.stderr)
        return 1
    if rabbitmq is None:
        print(f"RabbitMQ : absent, serait téléchargé dans {cache_folder()} (le faire maintenant : --fetch)")
    else:
        print(f"RabbitMQ : {rabbitmq.scripts}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

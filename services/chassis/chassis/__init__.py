"""How facts are carried: unit of work, outbox, inbox, relay, worker and HTTP. No word of the health domain here."""

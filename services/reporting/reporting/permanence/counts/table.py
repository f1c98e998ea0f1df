"""Where what owners counted is kept: a row a value of a cut, over three spans that end with the month."""

import sqlalchemy as sa

from reporting.store import metadata

# Found by what is asked for: one cut of one figure in one month, of every source.
counts = sa.Table(
    "permanence_counts",
    metadata,
    sa.Column("figure", sa.Text, primary_key=True),
    sa.Column("cut", sa.Text, primary_key=True),
    sa.Column("month_on", sa.Date, primary_key=True),
    sa.Column("value", sa.Text, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("antenna", sa.Text, nullable=False),
    sa.Column("sequence", sa.BigInteger, nullable=False),
    sa.Column("month", sa.Integer, nullable=False),
    sa.Column("last_12_months", sa.Integer, nullable=False),
    sa.Column("since_opening", sa.Integer, nullable=False),
)

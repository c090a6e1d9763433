"""Hazards of banks' real sheets as tables (``ingest/test_hazards`` runs them), one module for each kind."""

from hazards.making import Hazard
from hazards.of_amounts import AMOUNTS
from hazards.of_files import FILES
from hazards.of_headers import HEADERS
from hazards.of_keys import KEYS
from hazards.of_people import PEOPLE
from hazards.of_places import PLACES
from hazards.of_rows import ROWS

HAZARDS: list[Hazard] = [*ROWS, *KEYS, *AMOUNTS, *HEADERS, *PEOPLE, *PLACES, *FILES]

"""Files in and out: tables, histories, settings and datasets."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.files.absences import Workforce as Workforce, read_absences as read_absences
    from yosrules.files.audits.evidence import read_evidence as read_evidence
    from yosrules.files.cases import Caseload as Caseload, read_cases as read_cases
    from yosrules.files.formats.tables import read_table as read_table
    from yosrules.files.mapping.maps import FileMap as FileMap, read_map as read_map
    from yosrules.files.plain import record_from as record_from
    from yosrules.files.pseudonym_keys import (
        read_pseudonym_key as read_pseudonym_key,
        write_pseudonym_key as write_pseudonym_key,
    )
    from yosrules.files.schemas import schema_of as schema_of
    from yosrules.files.settings import read_settings as read_settings, settled as settled
    from yosrules.files.work_patterns import pattern_of as pattern_of
    from yosrules.files.workload import (
        Held as Held,
        read_held as read_held,
        read_workload_policy as read_workload_policy,
    )
    from yosrules.files.writing.rows import write_rows as write_rows

lazily(
    __name__,
    {
        "absences": "Workforce read_absences",
        "audits.evidence": "read_evidence",
        "cases": "Caseload read_cases",
        "mapping.maps": "FileMap read_map",
        "plain": "record_from",
        "pseudonym_keys": "read_pseudonym_key write_pseudonym_key",
        "writing.rows": "write_rows",
        "schemas": "schema_of",
        "settings": "read_settings settled",
        "formats.tables": "read_table",
        "work_patterns": "pattern_of",
        "workload": "Held read_held read_workload_policy",
    },
)

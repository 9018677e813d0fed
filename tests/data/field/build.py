# ruff: noqa: E501 -- the lines of tables
"""Build the three exports of this folder, each as a service would have it on its desk. All of it is invented.

Run `python tests/data/field/build.py` after a change. It needs xlsxwriter, since only that writes a formula with its
result, as a spreadsheet does.
"""

from __future__ import annotations

import csv
from datetime import datetime
from io import StringIO
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent

CASELOAD = """
ChildView ID,Forename,Surname,Date of Birth,Case Manager,Team,Current Intervention,Intervention Start,Intervention End,ROSH,Safety & Wellbeing,Likelihood of Reoffending,Looked After,CP Plan,Last AssetPlus,Comments
104417,José,Quenby-Núñez,14/03/2009,P Ashdown,East,YRO ISS,02/09/2025,01/09/2026,High,Very High,High,Y,N,14/10/2025,Mum worried about older peers – see email of 3/11
104422,Zoë,Tarrowby,02/11/2010,P Ashdown,East,Referral Order,20/08/2025,19/02/2026,Low,Low,Medium,N,N,01/09/2025,
104430,Kian,O’Dellamore,27/06/2008,M Oyelaran,West,YRO,11/06/2025,10/06/2026,Medium,High,High,N,Y,19/09/2025,Moved placement in October
104431,Leila,Varnsworth,19/01/2011,M Oyelaran,West,Prevention,03/11/2025,,Low,Medium,,N,N,,Referred by Greenmoor Academy
104436,Tyrell,Cobham-Reith,08/08/2008,S Pickering,East,DTO - Licence,04/07/2025,03/03/2026,Very High,High,High,Y,N,22/08/2025,"Licence, tag until January"
104440,Ffion,Ellershaw,30/04/2010,S Pickering,East,YCC,16/10/2025,15/01/2026,Low,Medium,Low,N,N,27/10/2025,
104452,Aleksander,Zborowicz,11/12/2009,D Kaur,West,Bail ISS,07/11/2025,,High,Medium,,N,N,10/11/2025,Trial fixed for 12 Jan
104459,Chloé,Harkstead,05/05/2009,D Kaur,West,RLAA,19/11/2025,,High,Very High,High,Y,N,20/11/2025,Remanded after breach
104463,Mason,Upcott,23/09/2011,P Ashdown,East,Outcome 22,01/10/2025,31/12/2025,Low,Low,Low,N,N,08/10/2025,
104470,Amara,Dunthorpe,16/02/2008,M Oyelaran,West,Sec 250,12/05/2025,,High,Medium,High,N,N,30/05/2025,HMYOI; release not before 2027
104471,Rhys,Pellingham,29/02/2008,M Oyelaran,West,YRO,01/04/2025,31/03/2026,V.High,High,High,N,N,not known,Asset overdue
104488,Noor,Wychgate,07/07/2010,D Kaur,West,Community Resolution,24/11/2025,,Medium,Low,Low,N,N,,"Victim is ""K"" from school"
"""

SICKNESS = """
Sickness Absence Listing
"Children's Services, 01/12/2024 to 30/11/2025"

Employee No,Surname,Forename,Team,First Day Absent,Last Day Absent,Working Days Lost,Absence Reason,RTW Interview,Notes
00417,Ashdown,Peter,East,09/12/2024,11/12/2024,3,"S13 Cold, Cough, Flu - Influenza",Y,
00417,Ashdown,Peter,East,17/03/2025,17/03/2025,1,S25 Gastrointestinal problems,Y,Sent home by line manager
00417,Ashdown,Peter,East,02/06/2025,06/06/2025,5,"S13 Cold, Cough, Flu - Influenza",N,
00417,Ashdown,Peter,East,08/09/2025,09/09/2025,2,S16 Headache / migraine,Y,
00522,Oyelaran,Morenike,West,13/01/2025,07/02/2025,20,S10 Anxiety/stress,Y,OH referral 20 Jan - counselling
00522,Oyelaran,Morenike,West,29/09/2025,30/09/2025,2,Stress/Depression/Anxiety,Y,
00610,Pickering,Shân,East,22/04/2025,25/04/2025,4,S30 Pregnancy related disorders,Y,
00610,Pickering,Shân,East,14/07/2025,14/07/2025,1,S30 Pregnancy related disorders,N,
00631,Kaur,Dalvinder,West,06/05/2025,09/05/2025,4,S11 Back Problems,Y,
00631,Kaur,Dalvinder,West,17/11/2025,,,S12 Other musculoskeletal problems,,Fit note to 12/12
Total,,,,,,42,,,
"""

QUESTIONS = ("Desistance", "Safety of the child", "Safety of others")
STANDARDS = ("2.1 Assessment", "2.2 Planning", "2.3 Implementation and delivery", "2.4 Reviewing")

AUDIT = """
104417 JQ PA YYN YYN YY- YYY Good use of the trusted-adult tool
104422 ZT PA YYY YNY YYY Y-Y
104430 KO MO YNY YNY NYY YNY Safety plan out of date since placement move
104436 TC SP ✓✓✓ ✓✓✓ ✓✓✓ ✓✓✓ Exemplary; share with team
104440 FE SP YYY YYY YYY ---
104463 MU PA YYY YYY YYY YYY
104470 AD MO NYN NYN YNY NYN Needs a new assessment before transition
104471 RP MO YYY YYY NYY NYY
104488 NW DK YYY YNY YYY YY-
104490 BL DK YY- YY- YY- YY- Closed in August
"""


def judged(letter: str) -> str:
    """A judgement as auditors write it; a dash stands for "not applicable" above."""
    return "N/A" if letter == "-" else letter


def audit(path: Path) -> None:
    """A cover, the audit (titles, two rows of headings, a row a case, totals by formula), and a hidden sheet."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": datetime(2025, 11, 21)})
    bold, per_cent = book.add_format({"bold": True}), book.add_format({"num_format": "0%"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    cover, sheet, lists = (book.add_worksheet(name) for name in ("Cover", "Audit", "Lists"))
    cover.write_column("A1", ["Quarter 3 case audit", "Youth Justice Service", "Prepared for the Quality Board"])
    lists.write_column("A1", ["Y", "N", "N/A"])
    lists.hide()

    sheet.write("A1", "Q3 case audit, July to September 2025", bold)
    sheet.write("A2", "Completed")
    sheet.write_datetime("B2", datetime(2025, 10, 31), day)
    for column, heading in enumerate(("ChildView ID", "Initials", "Auditor")):
        sheet.merge_range(3, column, 4, column, heading, bold)
    for place, standard in enumerate(STANDARDS):
        first = 3 + 3 * place
        sheet.merge_range(3, first, 3, first + 2, standard, bold)
        sheet.write_row(4, first, QUESTIONS)
    sheet.merge_range(3, 15, 4, 15, "Auditor's comments", bold)

    cases = [line.split(" ", maxsplit=7) for line in AUDIT.strip().splitlines()]
    for number, (case, initials, auditor, *letters) in enumerate(cases, start=5):
        sheet.write_number(number, 0, int(case))
        sheet.write_row(number, 1, [initials, auditor, *(judged(each) for each in "".join(letters[:4]))])
        sheet.write(number, 15, letters[4] if len(letters) > 4 else "")
    last = 5 + len(cases)
    sheet.write(last + 1, 0, "Sufficient")
    sheet.write(last + 2, 0, "Per cent")
    for place in range(12):
        name = chr(ord("D") + place)
        marks = ["".join(case[3:7])[place] for case in cases]
        met, out_of = sum(mark in "Y✓" for mark in marks), sum(mark != "-" for mark in marks)
        over = f"{name}6:{name}{last}"
        sheet.write_formula(last + 1, 3 + place, f'=COUNTIF({over},"Y")+COUNTIF({over},"✓")', None, met)
        share = f'={name}{last + 2}/({name}{last + 2}+COUNTIF({over},"N"))'
        sheet.write_formula(last + 2, 3 + place, share, per_cent, met / out_of)
    sheet.merge_range(last + 4, 0, last + 4, 8, "Y: met, N: not met, N/A: the question does not apply to this case")
    book.close()


def text(path: Path, content: str, encoding: str) -> None:
    """The lines of a table as a case-management or HR system writes them, with the line ends of Windows."""
    held = StringIO(newline="")
    csv.writer(held).writerows(csv.reader(StringIO(content.removeprefix("\n"))))
    path.write_bytes(held.getvalue().encode(encoding))


if __name__ == "__main__":
    text(HERE / "caseload.csv", CASELOAD, "cp1252")
    text(HERE / "sickness.csv", SICKNESS, "cp1252")
    audit(HERE / "audit.xlsx")

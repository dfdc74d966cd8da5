#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Writes the documents that the bench sends: make_corpus.py FOLDER.

Akoma Ntoso 3.0 bills of about 14 KB, 50 KB and 1 MB. The same seed, so the same bytes on every machine. Each holds the
word WETBODE-UNIEK-00000000 once, which the load generator replaces to make every dossier another one.
"""
import pathlib
import random
import sys

SIZES = {"14KB": 14_000, "50KB": 50_000, "1MB": 1_000_000}
SEED = 20261123
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
WORDS = """de het een van in op voor door met aan bij uit tot over onder tussen volgens krachtens binnen buiten
gewest gemeente provincie overheid minister regering parlement decreet besluit artikel lid paragraaf bepaling
waterloop oever veerdienst haven kade brug sluis vaargeul beheerder vergunning aanvraag aanvrager termijn dag maand
jaar kennisgeving advies onderzoek toezicht handhaving subsidie tegemoetkoming bijdrage tarief kosten middelen fonds
persoon onderneming vereniging bestuur dienst agentschap register dossier stuk verslag plan kaart gebied zone grond
verleent weigert wijzigt schorst heft regelt bepaalt neemt stelt vraagt beslist beoordeelt bezorgt ontvangt bewaart
schriftelijk elektronisch jaarlijks tijdig volledig openbaar tijdelijk definitief bevoegd betrokken nodig redelijk
erfgoed landschap natuur milieu energie mobiliteit onderwijs welzijn cultuur landbouw wonen
ruimte werk toerisme""".split()

HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="{NAMESPACE}">
  <bill name="ontwerp-van-decreet" contains="originalVersion">
    <meta>
      <identification source="#vlaamse-regering">
        <FRBRWork>
          <FRBRthis value="/akn/be/bill/vr/2026-11-20/900/!main"/>
          <FRBRuri value="/akn/be/bill/vr/2026-11-20/900"/>
          <FRBRdate date="2026-11-20" name="indiening"/>
          <FRBRauthor href="#vlaamse-regering" as="#indiener"/>
          <FRBRcountry value="be"/>
          <FRBRnumber value="900"/>
        </FRBRWork>
        <FRBRExpression>
          <FRBRthis value="/akn/be/bill/vr/2026-11-20/900/nld@2026-11-20/!main"/>
          <FRBRuri value="/akn/be/bill/vr/2026-11-20/900/nld@2026-11-20"/>
          <FRBRdate date="2026-11-20" name="indiening"/>
          <FRBRauthor href="#vlaamse-regering" as="#indiener"/>
          <FRBRlanguage language="nld"/>
        </FRBRExpression>
        <FRBRManifestation>
          <FRBRthis value="/akn/be/bill/vr/2026-11-20/900/nld@2026-11-20/!main.xml"/>
          <FRBRuri value="/akn/be/bill/vr/2026-11-20/900/nld@2026-11-20.akn"/>
          <FRBRdate date="2026-11-20" name="indiening"/>
          <FRBRauthor href="#kanselarij" as="#uitgever"/>
        </FRBRManifestation>
      </identification>
      <references source="#vlaamse-regering">
        <TLCOrganization eId="vlaamse-regering" href="/akn/ontology/organization/be/vlaamse-regering"
                         showAs="Vlaamse Regering"/>
        <TLCOrganization eId="kanselarij" href="/akn/ontology/organization/be/kanselarij" showAs="Kanselarij"/>
        <TLCRole eId="indiener" href="/akn/ontology/role/be/indiener" showAs="indiener"/>
        <TLCRole eId="uitgever" href="/akn/ontology/role/be/uitgever" showAs="uitgever"/>
      </references>
    </meta>
    <preface eId="preface">
      <p><docType>Ontwerp van decreet</docType> <docTitle>voor de meting WETBODE-UNIEK-00000000</docTitle></p>
    </preface>
    <preamble eId="preamble">
      <formula eId="preamble__formula_1" name="inleiding">
        <p>DE VLAAMSE REGERING, na beraadslaging, besluit het volgende ontwerp van decreet in te dienen:</p>
      </formula>
    </preamble>
    <body eId="body">
"""
FOOT = """    </body>
    <conclusions eId="conclusions">
      <p>Brussel, 20 november 2026.</p>
      <p>De minister-president van de Vlaamse Regering,</p>
    </conclusions>
  </bill>
</akomaNtoso>
"""


def sentence(dice):
    words = [dice.choice(WORDS) for _ in range(dice.randint(8, 26))]
    if dice.random() < 0.15:
        words.insert(dice.randrange(len(words)), "coördinatie &amp; reïntegratie")
    return " ".join(words).capitalize() + "."


def article(dice, eid, number):
    """A paragraph that stands alone has no number; the first article states the competence."""
    lines = [f'        <article eId="{eid}">', f"          <num>Artikel {number}.</num>",
             f"          <heading>{sentence(dice)[:-1]}</heading>"]
    paragraphs = dice.randint(1, 4)
    for paragraph in range(1, paragraphs + 1):
        where = f"{eid}__para_{paragraph}"
        lines += [f'          <paragraph eId="{where}">']
        lines += [f"            <num>§ {paragraph}.</num>"] if paragraphs > 1 else []
        lines += [f'            <content eId="{where}__content">']
        lines += ["              <p>Dit decreet regelt een gewestaangelegenheid.</p>"] if number == 1 else []
        lines += [f"              <p>{sentence(dice)}</p>" for _ in range(dice.randint(1, 3))]
        lines += ["            </content>", "          </paragraph>"]
    return "\n".join(lines + ["        </article>"]) + "\n"


def document(size):
    """Chapters of ten articles until the size is reached; the last article may pass it."""
    dice = random.Random(SEED + size)
    parts, length = [HEAD], len(HEAD) + len(FOOT)
    chapter = number = 0
    while length < size:
        chapter += 1
        eid = f"chp_{chapter}"
        text = [f'      <chapter eId="{eid}">\n        <num>Hoofdstuk {chapter}.</num>\n'
                f"        <heading>{sentence(dice)[:-1]}</heading>\n"]
        for _ in range(10):
            number += 1
            text.append(article(dice, f"{eid}__art_{number}", number))
            if length + sum(map(len, text)) >= size:
                break
        parts.append("".join(text) + "      </chapter>\n")
        length += len(parts[-1])
    return "".join(parts) + FOOT


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: make_corpus.py FOLDER")
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, size in SIZES.items():
        (folder / f"bill-{name}.xml").write_text(document(size), encoding="utf-8")


main()

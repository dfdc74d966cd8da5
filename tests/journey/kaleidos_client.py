# SPDX-License-Identifier: EUPL-1.2
"""The Parliament's API used as the Kanselarij's service uses it: no content type, no retry, numbers or texts, and of an
error only the status and its reason are kept."""
import base64
import http.client
import json

FLOW = "http://themis.vlaanderen.be/id/besluitvormingsaangelegenheid/"


class Failed(Exception):
    """What the client has left of an error."""

    def __init__(self, status, reason):
        super().__init__(f"{status} {reason}")
        self.status, self.reason = status, reason


class Client:
    def __init__(self, port, identity, secret):
        self.port, self.identity, self.secret = port, identity, secret
        self.token = None
        self.tokens_asked = 0

    def call(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, "/" + path, body, headers or {})
            answer = connection.getresponse()
            text = answer.read()
            if not 200 <= answer.status < 300:
                raise Failed(answer.status, answer.reason)
            return json.loads(text) if text else None
        finally:
            connection.close()

    def authorised(self):
        if self.token is None:
            plain = base64.b64encode(f"{self.identity}:{self.secret}".encode()).decode()
            answer = self.call("POST", "api/kaleidos/oauth/token", "grant_type=client_credentials",
                               {"Authorization": "Basic " + plain,
                                "Content-Type": "application/x-www-form-urlencoded"})
            self.tokens_asked += 1
            life = int(answer["expires_in"]) - 600
            token = answer["access_token"]
            if life <= 0:
                return {"Authorization": "Bearer " + token}
            self.token = token
        return {"Authorization": "Bearer " + self.token}

    def get(self, path):
        return self.call("GET", "api/kaleidos/v1/" + path, None, self.authorised())

    def post(self, path, message):
        # fetch() with a text as body sends this type, whatever is in it.
        return self.call("POST", "api/kaleidos/v1/" + path, json.dumps(message).encode(),
                         {**self.authorised(), "Content-Type": "text/plain;charset=UTF-8"})

    def status(self, pobj):
        return [line["status"] for line in self.get(f"status/{pobj}")["statussen"]]

    def submitted(self, days=None):
        return self.get("status/ingediend" + (f"?dagen={days}" if days else ""))["documenten"]


def file_of(number, content, name="Decreet.pdf", media_type="application/pdf", **more):
    return {"@id": f"http://themis.vlaanderen.be/id/bestand/{number}",
            "@type": "http://www.w3.org/ns/dcat#Distribution", "format": media_type, "filename": name,
            "signed": False, **more, "content": base64.b64encode(content).decode()}


def piece_of(number, title, files):
    return {"@id": f"http://themis.vlaanderen.be/id/stuk/{number}", "@type": "Stuk", "Stuk.naam": title,
            "Stuk.creatiedatum": "2026-11-20T09:00:00.000Z",
            "Stuk.type": {"@id": "https://data.vlaanderen.be/id/concept/AardWetgeving/Decreet", "@type": "Concept",
                          "prefLabel": "Decreet"},
            "Stuk.isVoorgesteldDoor": files}


def message_of(number, pieces, **more):
    return {"@context": ["https://data.vlaanderen.be/context/besluitvorming-ap.jsonld",
                         {"content": "prov:value", "filename": "nfo:fileName"}],
            **more, "indiener": None, "contact": {"name": "An Voorbeeld", "email": ""},
            "@id": f"{FLOW}{number}", "@type": "Besluitvormingsaangelegenheid",
            "Besluitvormingsaangelegenheid.naam": f"Decreet {number}",
            "Besluitvormingsaangelegenheid.alternatieveNaam": "Titel van de laatste stap",
            "Besluitvormingsaangelegenheid.beleidsveld": [],
            "@reverse": {"Dossier.isNeerslagVan": {"@id": f"http://themis.vlaanderen.be/id/dossier/{number}",
                                                   "@type": "Dossier", "Dossier.bestaatUit": pieces}}}


def processed_of(number, pobj, files):
    """`files`: pairs of pfls and the number of the file in Kaleidos."""
    pieces = [{"@id": f"http://themis.vlaanderen.be/id/stuk/{file}",
               "Stuk.isVoorgesteldDoor": [{"pfls": pfls, "@id": f"http://themis.vlaanderen.be/id/bestand/{file}"}]}
              for pfls, file in files]
    return {"pobj": pobj, "@id": f"{FLOW}{number}",
            "@reverse": {"Dossier.isNeerslagVan": {"@id": f"http://themis.vlaanderen.be/id/dossier/{number}",
                                                   "@type": "Dossier", "Dossier.bestaatUit": pieces}}}

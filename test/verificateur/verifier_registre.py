#!/usr/bin/env python3
"""Vérifie un export du registre des présences, d'après docs/registre.md seul.

Python 3.8 ou plus, bibliothèque standard seule : ni le code de Coforme, ni aucun paquet. Rend 0 si tout tient, 1 sinon avec la
première rupture, 2 si le fichier n'est pas un export. La sortie est du JSON, sur une ligne.

    python3 verifier_registre.py FICHIER.zip [CLE]
"""
import datetime
import hashlib
import json
import re
import sys
import zipfile


def sha(octets):
    return hashlib.sha256(octets).digest()


# Ed25519 (RFC 8032), la vérification seule.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
RACINE = pow(2, (P - 1) // 4, P)


def ed_ajouter(a, b):
    (x1, y1, z1, t1), (x2, y2, z2, t2) = a, b
    e, f = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    g, h = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def ed_fois(n, point):
    somme = (0, 1, 1, 0)
    while n > 0:
        if n & 1:
            somme = ed_ajouter(somme, point)
        point = ed_ajouter(point, point)
        n >>= 1
    return somme


def ed_point(octets):
    y = int.from_bytes(octets, "little")
    signe, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * RACINE % P
    if (x * x - x2) % P or (x == 0 and signe):
        return None
    if x & 1 != signe:
        x = P - x
    return (x, y, 1, x * y % P)


ED_BASE = ed_point(bytes.fromhex("58" + "66" * 31))


def ed_vaut(cle, message, signature):
    if len(cle) != 32 or len(signature) != 64:
        return False
    a, r, s = ed_point(cle), ed_point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + cle + message).digest(), "little") % L
    g, d = ed_fois(s, ED_BASE), ed_ajouter(r, ed_fois(k, a))
    return (g[0] * d[2] - d[0] * g[2]) % P == 0 and (g[1] * d[2] - d[1] * g[2]) % P == 0


# ECDSA sur P-256 (FIPS 186-5), la vérification seule.
Q = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def ec_ajouter(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % Q == 0:
            return None
        pente = (3 * a[0] * a[0] - 3) * pow(2 * a[1], Q - 2, Q)
    else:
        pente = (b[1] - a[1]) * pow(b[0] - a[0], Q - 2, Q)
    x = (pente * pente - a[0] - b[0]) % Q
    return (x, (pente * (a[0] - x) - a[1]) % Q)


def ec_fois(n, point):
    somme = None
    while n > 0:
        if n & 1:
            somme = ec_ajouter(somme, point)
        point = ec_ajouter(point, point)
        n >>= 1
    return somme


def ec_vaut(cle, message, signature):
    if len(cle) != 65 or cle[0] != 4 or len(signature) != 64:
        return False
    x, y = int.from_bytes(cle[1:33], "big"), int.from_bytes(cle[33:], "big")
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if (y * y - x**3 + 3 * x - B) % Q or not (0 < r < N and 0 < s < N):
        return False
    w = pow(s, N - 2, N)
    e = int.from_bytes(sha(message), "big")
    point = ec_ajouter(ec_fois(e * w % N, G), ec_fois(r * w % N, (x, y)))
    return point is not None and point[0] % N == r


class Rupture(Exception):
    pass


def exiger(condition, phrase):
    if not condition:
        raise Rupture(phrase)


def lignes(octets, champs, nom):
    texte = octets.decode("utf-8")
    exiger(texte == "" or texte.endswith("\n"), nom + " : une ligne n'est pas finie")
    for ligne in texte.split("\n")[:-1]:
        morceaux = ligne.split("\t")
        exiger(len(morceaux) == champs, nom + " : une ligne ne se lit pas")
        yield morceaux


def millisecondes(texte):
    """Un instant ISO 8601, à la milliseconde."""
    le = datetime.datetime.strptime(texte, "%Y-%m-%dT%H:%M:%S.%fZ")
    return (le - datetime.datetime(1970, 1, 1)) // datetime.timedelta(milliseconds=1)


def tient(passage, entree, geste, connexion, recue):
    """Les conditions 2, 3, 4 et 6 de « L'heure que l'on croit », et l'heure crue elle-même."""
    le, rang, ecart = passage
    crue = min(millisecondes(geste["faitLe"]) - ecart, recue)
    return (
        millisecondes(entree["faitLe"]) == crue
        and crue >= le
        and rang < geste["rang"]
        and abs(connexion["ecartMs"] - ecart) <= 5 * 60000
        and recue - crue <= 7 * 24 * 3600000
    )


def compte(entree, connexion):
    """Un geste sans réseau compte s'il change une case, ou si, contresignature, il en vise et que son issue le retient."""
    if entree["genre"] == "contresignature":
        return entree["vise"] != [] and connexion.get("issue") == "retenue"
    return entree["etat"] is not None


def verifier(fichiers, cle_attendue=None):
    manifeste = json.loads(fichiers["manifeste.json"])
    cles = json.loads(fichiers["cles.json"])
    cle = bytes.fromhex(cles["instance"])
    exiger(manifeste["cle"] == cles["instance"], "le manifeste et cles.json ne disent pas la même clé")
    exiger(cle_attendue in (None, cles["instance"]), "la clé n'est pas celle que vous tenez")
    exiger(
        ed_vaut(cle, fichiers["manifeste.json"], bytes.fromhex(fichiers["manifeste.sig"].decode().strip())),
        "le manifeste n'est pas signé de cette clé",
    )
    annonces = {f["nom"]: f for f in manifeste["fichiers"]}
    exiger(set(annonces) | {"manifeste.json", "manifeste.sig"} == set(fichiers), "un fichier manque, ou est en trop")
    for nom, f in annonces.items():
        exiger(
            len(fichiers[nom]) == f["taille"] and sha(fichiers[nom]).hex() == f["sha256"], nom + " a été modifié"
        )

    organisme = cles["organisme"]
    sessions = {}
    for ident, sel, objet, _ in lignes(fichiers["sessions.txt"], 4, "sessions.txt"):
        exiger(sha(bytes.fromhex(sel) + ident.encode()).hex() == objet, "sessions.txt : une étiquette ne se recalcule pas")
        sessions[objet] = ident

    precedente, empreintes, contenus = sha(("coforme-registre/1 " + organisme).encode()), [], {}
    for nom in sorted(n for n in fichiers if n.startswith("registre/")):
        for numero, objet, empreinte, contenu in lignes(fichiers[nom], 4, nom):
            n = len(empreintes) + 1
            exiger(numero == str(n), "entrée %d : elle manque, ou n'est pas à sa place" % n)
            if contenu.startswith("="):
                exiger(objet not in sessions, "entrée %d : son contenu est caché" % n)
                h = bytes.fromhex(contenu[1:])
            else:
                h = sha(contenu.encode())
                contenus[n] = json.loads(contenu)
            precedente = sha(precedente + n.to_bytes(8, "big") + bytes.fromhex(objet) + h)
            exiger(precedente.hex() == empreinte, "entrée %d : elle a été modifiée" % n)
            empreintes.append(empreinte)
    exiger(len(empreintes) == manifeste["entrees"], "le manifeste n'annonce pas ce nombre d'entrées")
    exiger(manifeste["tete"] == (empreintes[-1] if empreintes else None), "le manifeste annonce une autre dernière empreinte")

    jalons, avant = {}, None
    for numero, signature, contenu in lignes(fichiers["jalons.txt"], 3, "jalons.txt"):
        j, n = json.loads(contenu), int(numero)
        exiger(ed_vaut(cle, contenu.encode(), bytes.fromhex(signature)), "jalon %d : il n'est pas signé de cette clé" % n)
        exiger(
            j["organisme"] == organisme and j["numero"] == n and 0 < n <= len(empreintes) and j["empreinte"] == empreintes[n - 1],
            "jalon %d : il contredit la chaîne" % n,
        )
        exiger(j["jalonPrecedent"] == avant, "jalon %d : il ne suit pas le précédent" % n)
        avant = sha(contenu.encode()).hex()
        jalons[avant] = n
    temoignages = 0
    for numero, temoin, signature, contenu in lignes(fichiers["contresignatures.txt"], 4, "contresignatures.txt"):
        c = json.loads(contenu)
        exiger(
            c["temoin"] == temoin
            and c["organisme"] == organisme
            and jalons.get(c["jalon"]) == int(numero)
            and ed_vaut(bytes.fromhex(cles["temoins"][temoin]["cle"]), contenu.encode(), bytes.fromhex(signature)),
            "contresignature du jalon %s : elle ne vaut pas" % numero,
        )
        temoignages += 1

    appareils = {i: bytes.fromhex(c) for i, c in lignes(fichiers["appareils.txt"], 2, "appareils.txt")}
    emports = {}
    for signature, contenu in lignes(fichiers["emports.txt"], 2, "emports.txt"):
        e = json.loads(contenu)
        exiger(
            ed_vaut(cle, contenu.encode(), bytes.fromhex(signature)) and e["organisme"] == organisme,
            "un jeton d'emport n'est pas signé de cette clé",
        )
        emports[(e["appareil"], e["seance"], e["feuille"])] = e
    passages, refuses = {}, set()
    for appareil, le, rang, _, ecart in lignes(fichiers.get("passages.txt", b""), 5, "passages.txt"):
        passages.setdefault(appareil, []).append((millisecondes(le), int(rang), int(ecart)))
    for appareil, rang, _, _ in lignes(fichiers.get("gestes-refuses.txt", b""), 4, "gestes-refuses.txt"):
        refuses.add((appareil, int(rang)))
    rangs = {(c["appareil"]["id"], c["appareil"]["rang"]) for c in contenus.values() if c.get("appareil") and "rang" in c["appareil"]}
    parts, gestes, refaites = 0, 0, set()
    for nom in sorted(n for n in fichiers if n.startswith("prive/")):
        for numero, part, sel, contenu in lignes(fichiers[nom], 4, nom):
            n = int(numero)
            engagement = contenus.get(n, {}).get("engagements", {}).get(part)
            exiger(
                sha(bytes.fromhex(sel) + contenu.encode()).hex() == engagement,
                "entrée %d : la part « %s » n'est pas celle que l'entrée engage" % (n, part),
            )
            parts += 1
            lue = json.loads(contenu)
            if part == "connexion" and "montre" in lue:
                exiger(
                    sha(lue["montre"].encode()).hex() == contenus[n]["feuille"],
                    "entrée %d : elle ne porte pas l'empreinte de ce que la page montrait" % n,
                )
                refaites.add(n)
            if part == "connexion" and "entree" in lue:
                g, entree = json.loads(lue["entree"]), contenus[n]
                exiger(
                    ec_vaut(appareils.get(g["appareil"], b""), lue["entree"].encode(), bytes.fromhex(lue["signature"])),
                    "entrée %d : l'appareil n'a pas signé ce geste" % n,
                )
                exiger(
                    all(entree[c] == g[c] for c in ("id", "seance", "inscription", "feuille"))
                    and entree["appareil"] == {"id": g["appareil"], "precedente": g["precedente"], "rang": g["rang"]}
                    and entree["horloges"]["appareil"] == g["faitLe"],
                    "entrée %d : elle ne dit pas ce que l'appareil a signé" % n,
                )
                emport = emports.get((g["appareil"], g["seance"], g["feuille"]))
                comptee = compte(entree, lue)
                if comptee:
                    exiger(
                        emport is not None and emport["emporteLe"] <= entree["faitLe"] and emport["rang"] < g["rang"],
                        "entrée %d : comptée, et d'avant l'emport de la feuille" % n,
                    )
                if comptee and "passages.txt" in fichiers:
                    recue = millisecondes(entree["horloges"]["serveur"])
                    avant = [p for p in passages.get(g["appareil"], []) if p[0] <= recue]
                    # Un passage de la même milliseconde peut être celui d'après l'envoi.
                    possibles = [p for p in avant if p[0] == recue] + [p for p in avant if p[0] < recue][-1:]
                    exiger(
                        any(tient(p, entree, g, lue, recue) for p in possibles),
                        "entrée %d : comptée, et son heure ne tient pas au dernier passage de l'appareil" % n,
                    )
                    if manifeste["session"] is None:
                        depart = max(p[1] for p in possibles if tient(p, entree, g, lue, recue))
                        exiger(
                            all((g["appareil"], r) in rangs | refuses for r in range(depart + 1, g["rang"])),
                            "entrée %d : comptée, et un rang de son appareil manque avant elle" % n,
                        )
                gestes += 1
    exiger(parts == manifeste["parts"], "le manifeste n'annonce pas ce nombre de parts")
    feuilles = {}
    for seance, empreinte, texte in lignes(fichiers.get("feuilles.txt", b""), 3, "feuilles.txt"):
        exiger(sha(texte.encode()).hex() == empreinte, "feuilles.txt : une empreinte ne se recalcule pas")
        feuilles[empreinte] = seance
    montrees = {n: c for n, c in contenus.items() if c.get("feuille") is not None}
    # Une entrée d'avant que sa part ne porte le texte : d'après ce que la demi-journée dit aujourd'hui, si rien n'y a changé.
    refaites |= {n for n, c in montrees.items() if feuilles.get(c["feuille"]) == c["seance"]}
    return {
        "ok": True,
        "entrees": len(empreintes),
        "contenus": len(contenus),
        "jalons": len(jalons),
        "contresignatures": temoignages,
        "parts": parts,
        "gestesHorsLigne": gestes,
        "emports": len(emports),
        "feuillesRefaites": len(refaites),
        "feuillesMontrees": len(montrees),
        "cle": cles["instance"],
    }


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    cle = re.sub(r"\s", "", arguments[1]).lower() if len(arguments) == 2 else None
    try:
        with zipfile.ZipFile(arguments[0]) as archive:
            noms = archive.namelist()
            if len(set(noms)) != len(noms):
                raise Rupture("un fichier est répété")
            fichiers = {nom: archive.read(nom) for nom in noms}
        rendu = verifier(fichiers, cle)
    except Rupture as rupture:
        rendu = {"ok": False, "rupture": str(rupture)}
    except (zipfile.BadZipFile, OSError) as erreur:
        print(str(erreur), file=sys.stderr)
        return 2
    except (KeyError, ValueError, TypeError, UnicodeDecodeError) as erreur:
        rendu = {"ok": False, "rupture": "illisible : %r" % (erreur,)}
    print(json.dumps(rendu, ensure_ascii=False))
    return 0 if rendu["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

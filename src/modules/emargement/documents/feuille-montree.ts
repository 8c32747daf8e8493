/** Ce que la page montre à qui signe : l’entrée du registre en porte l’empreinte, l’export de quoi la refaire. */
import { ouSuivre } from '#modules/sessions/index.ts'
import { canoniser, sha256 } from '#platform/json/canonique.ts'
import { hexa } from '../domain/maillon.ts'
import type { Demi } from '../domain/ports.ts'

/** Où l’on est attendu, tel qu’une page le montre : une demi-journée qui se suit à distance n’a pas de lieu. */
export const ouEst = (demi: Demi): string => ouSuivre(demi, demi.session.lieu)

/** Le texte canonique que l’on hache (`feuille`, `docs/registre.md`). */
export const texteDeLaFeuille = (demi: Demi): string =>
  canoniser({
    session: demi.session.numero,
    intitule: demi.session.intitule,
    formateur: demi.session.formateur,
    lieu: ouEst(demi),
    date: demi.seance.date,
    debut: demi.seance.debut,
    fin: demi.seance.fin,
    zone: demi.seance.zone,
  })

/** Son empreinte, en hexadécimal : la clé `feuille` d’une entrée. */
export const empreinteDuTexte = (texte: string): string => hexa(sha256(Buffer.from(texte)))

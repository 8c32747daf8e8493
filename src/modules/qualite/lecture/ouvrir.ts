/** Ouvrir une preuve sur place : ce qu’elle dit, qui l’a écrit, quand, et la page ou la ligne qui la porte. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { lireContenus } from '../db/contenus.queries.ts'
import type { FaitLu } from '../db/mesures.queries.ts'
import { lireLignes } from '../db/registre.ts'
import { direChamp, registreDe } from '../domain/registres.ts'

export type Preuve = {
  readonly fait: FaitLu
  /** Un nom, une valeur. Vide : seule une pièce l’ouvre. */
  readonly contenu: readonly (readonly [string, string])[]
  /** Le compte qui l’a écrite ; rien quand le logiciel l’a tirée d’un geste. */
  readonly par: string | null
}

const codes: Readonly<Record<string, string>> = {
  verifies: 'vérifiés',
  'sans-objet': 'sans objet',
  'non-verifies': 'non vérifiés',
  aucune: 'rien à changer',
  adapter: 'adapter le parcours',
  orienter: 'orienter ailleurs',
  refuser: 'refuser',
  accuse: 'Accusé de réception',
  reponse: 'Réponse',
  mesure: 'Mesure prise',
  accorder: 'Adaptation décidée',
  'mise-en-oeuvre': 'Mesure mise en œuvre',
  cloture: 'Clôture',
  'en-cours': 'en cours d’acquisition',
  'non-acquis': 'non acquis',
  'non-evalue': 'non évalué',
  autoevaluation: 'une autoévaluation',
  entretien: 'un entretien',
  evaluation: 'évaluation en cours d’action',
  remise: 'remise',
  epreuve: 'inscription à l’épreuve',
  observation: 'une observation',
}
const dire = (mot: string) => (Object.hasOwn(codes, mot) ? (codes[mot] ?? mot) : mot)

/** Chaque fait tenu, avec ce qui l’ouvre. Une ligne de registre parle pour les contrôles qu’elle porte. */
export const ouvrirPreuves = async (tx: TenantTx, faits: readonly FaitLu[]): Promise<Preuve[]> => {
  const lignes = new Map(
    (await lireLignes(tx, [...new Set(faits.flatMap((f) => f.ligne ?? []))])).map((l) => [l.id, l]),
  )
  const contenus = await lireContenus(tx, faits)
  return faits.map((fait) => {
    const ligne = fait.ligne ? lignes.get(fait.ligne) : undefined
    const r = ligne && registreDe(ligne.genre)
    const lu = contenus.get(`${fait.code}|${fait.objet}`)
    const deLaLigne: [string, string][] =
      ligne && r
        ? [
            [r.libelleTitre, ligne.titre],
            [r.libelleJour, formaterDate(ligne.le as DateCivile, 'court')],
            ...(ligne.rattachee ? [['Pour', ligne.rattachee] as [string, string]] : []),
            ...r.champs.map((c): [string, string] => [c.libelle, direChamp(c, ligne.contenu[c.nom])]),
            ['Écrite le', formaterDate(jourLocal(ligne.inscritLe, ZONE_PAR_DEFAUT), 'court')],
          ]
        : []
    return {
      fait,
      contenu: [
        ...(lu?.contenu ?? []).map(([nom, valeur]): [string, string] => [dire(nom), dire(valeur ?? '')]),
        ...deLaLigne,
      ].filter(([, valeur]) => valeur !== ''),
      par: ligne?.par ?? lu?.par ?? null,
    }
  })
}

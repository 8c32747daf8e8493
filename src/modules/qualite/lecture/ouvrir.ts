/** Ouvrir une preuve sur place : ce qu’elle dit, qui l’a écrit, quand, et la page ou la ligne qui la porte. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { motsAcquis } from '#modules/questionnaires/index.ts'
import { motDemiJournee } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type Contenu, lireContenus } from '../db/contenus.queries.ts'
import { lectorats } from '../db/diffusion.ts'
import type { FaitLu } from '../db/mesures.queries.ts'
import { lireLignes } from '../db/registre.ts'
import { motsSuite } from '../domain/affaires.ts'
import { majuscule } from '../domain/mots.ts'
import { motsDecision, motsMoyen, motsPrerequis, motsSuivi } from '../domain/parcours.ts'
import { direChamp, registreDe } from '../domain/registres.ts'

export type Preuve = {
  readonly fait: FaitLu
  /** Un nom, une valeur. Vide : seule une pièce l’ouvre. */
  readonly contenu: readonly (readonly [string, string])[]
  /** L’enseigne de la ligne de registre qui la porte ; rien si aucune ne la porte. */
  readonly ecriteDans: string | null
  /** Le compte qui l’a écrite ; rien quand le logiciel l’a tirée d’un geste. */
  readonly par: string | null
}

/** Les mots de chaque liste dont une preuve porte un code : ceux mêmes des pages où il s’écrit. */
export const listes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  suite: motsSuite,
  suivi: motsSuivi,
  moyen: motsMoyen,
  decision: motsDecision,
  prerequis: motsPrerequis,
  acquis: motsAcquis,
  'demi-journee': motDemiJournee,
  signature: { lien: 'signature en ligne', scan: 'papier signé, numérisé' },
  remise: { lien: 'un lien personnel', courriel: 'courriel', 'main-propre': 'remise en main propre' },
}

/** Un code se dit par son mot : à la place d’une valeur vide, sinon après le nom. */
export const direContenu = ([nom, valeur, liste, code]: Contenu['contenu'][number]): [string, string] => {
  const mots = liste === undefined ? undefined : listes[liste]
  const mot = code && mots && Object.hasOwn(mots, code) ? (mots[code] ?? '') : ''
  if (mot === '') return [nom, valeur ?? '']
  if (nom === '') return [majuscule(mot), valeur ?? '']
  return valeur === '' ? [nom, mot] : [`${nom}, ${mot}`, valeur ?? '']
}

/** Chaque fait tenu, avec ce qui l’ouvre. Une ligne de registre parle pour les contrôles qu’elle porte. */
export const ouvrirPreuves = async (tx: TenantTx, faits: readonly FaitLu[]): Promise<Preuve[]> => {
  const lignes = new Map(
    (await lireLignes(tx, [...new Set(faits.flatMap((f) => f.ligne ?? []))])).map((l) => [l.id, l]),
  )
  const contenus = await lireContenus(tx, faits)
  const lectorat = await lectorats(
    tx,
    [...lignes.values()].filter((l) => l.genre.startsWith('veille-')).map((l) => l.id),
  )
  return faits.map((fait) => {
    const ligne = fait.ligne ? lignes.get(fait.ligne) : undefined
    const r = ligne && registreDe(ligne.genre)
    const lu = contenus.get(`${fait.code}|${fait.objet}`)
    const lue = ligne && lectorat.get(ligne.id)
    const deLaLigne: [string, string][] =
      ligne && r
        ? [
            [r.libelleTitre, ligne.titre],
            [r.libelleJour, formaterDate(ligne.le as DateCivile, 'court')],
            ...(ligne.rattachee ? [['Pour', ligne.rattachee] as [string, string]] : []),
            ...r.champs.map((c): [string, string] => [c.libelle, direChamp(c, ligne.contenu[c.nom])]),
            ...(lue
              ? [['Lue, chacune le déclare', `${lue.lues} sur ${lue.transmises}`] as [string, string]]
              : []),
            ['Écrite le', formaterDate(jourLocal(ligne.inscritLe, ZONE_PAR_DEFAUT), 'court')],
          ]
        : []
    return {
      fait,
      contenu: [...(lu?.contenu ?? []).map(direContenu), ...deLaLigne].filter(([, valeur]) => valeur !== ''),
      ecriteDans: ligne?.activite ?? null,
      par: ligne?.par ?? lu?.par ?? null,
    }
  })
}

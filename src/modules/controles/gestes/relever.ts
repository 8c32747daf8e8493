/** Passer les contrôles sur une session de la base, et garder ce qu’ils disent. */
import { hash } from 'node:crypto'
import type { SessionId, SessionLue } from '#modules/sessions/index.ts'
import { nommerTiers } from '#modules/tiers/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import { direPhrase, jetonsDe } from '#platform/db/journal.ts'
import { synchroniser } from '../db/constats.ecritures.ts'
import { lireDossierControle } from '../db/dossier.queries.ts'
import { controler, type Releve } from '../domain/controler.ts'
import type { DossierControle } from '../domain/dossier.ts'
import { type ConstatJuge, jugementDe } from '../domain/juger.ts'
import { ecrireOu } from '../liens.ts'

export type ReleveJuge = Omit<Releve, 'constats'> & {
  readonly session: SessionLue
  readonly dossier: DossierControle
  readonly constats: readonly ConstatJuge[]
}

export const empreinteDePhrase = (phrase: string): string => hash('sha256', phrase)

/** Faite une fois : `localeCompare` avec des options en bâtit une par comparaison, vingt fois plus cher (mesuré). */
const commeOnCherche = new Intl.Collator('fr', { numeric: true })

/** Les règles dans leur ordre, la plus grave d’abord ; sous chacune, les noms comme on les cherche, et non comme ils sont rangés. */
const parNom = <C extends { readonly regle: string; readonly phrase: string }>(
  constats: readonly C[],
): C[] => {
  const rang = new Map<string, number>()
  for (const { regle } of constats) if (!rang.has(regle)) rang.set(regle, rang.size)
  return constats.toSorted(
    (a, b) =>
      (rang.get(a.regle) ?? 0) - (rang.get(b.regle) ?? 0) || commeOnCherche.compare(a.phrase, b.phrase),
  )
}

/** À l’instant : rien n’est gardé. Rien si la session n’est pas d’ici. */
export const releverSession = async (
  tx: TenantTx,
  id: SessionId,
  maintenant: Date,
): Promise<ReleveJuge | undefined> => {
  const lu = await lireDossierControle(tx, id, maintenant)
  if (!lu) return undefined
  const releve = controler(lu.dossier)
  return {
    ...releve,
    session: lu.session,
    dossier: lu.dossier,
    constats: parNom(releve.constats).map((c) => ({
      ...c,
      jugement: jugementDe(c, lu.jugements, empreinteDePhrase),
    })),
  }
}

const uneFoisParInstant = uneFois((tx, cle) => {
  const [id = '', le = ''] = cle.split('|')
  return releverSession(tx, id as SessionId, new Date(le))
})
/** La page d’une session le demande deux fois, pour ses faits et pour sa section : il se fait une fois. */
export const releverUneFois = (tx: TenantTx, id: string, maintenant: Date) =>
  uneFoisParInstant(tx, `${id}|${maintenant.toISOString()}`)

/**
 * Le relevé de cette session devient ce que montre la liste de la coopérative. La session est déjà verrouillée : il fut lu dessous. D’un
 * historique repris, rien : la liste le dit une fois pour toutes ses sessions.
 */
export const garderReleve = async (
  tx: TenantTx,
  r: ReleveJuge,
  le: Date,
): Promise<{ readonly nouveaux: number; readonly refermes: number }> => {
  return synchroniser(
    tx,
    r.session.id,
    r.session.activite,
    (r.session.reprise === null ? r.constats : []).map(({ regle, cle, gravite, phrase, ou }) => ({
      regle,
      cle,
      gravite,
      phrase,
      empreinte: empreinteDePhrase(phrase),
      ou: ecrireOu(ou),
    })),
    le,
  )
}

/** Les phrases, avec les noms d’aujourd’hui. `connus` : ceux qu’une page a déjà lus, par fiche. */
export const nommerPhrases = async (
  tx: TenantTx,
  phrases: readonly string[],
  connus: ReadonlyMap<string, string> = new Map(),
): Promise<(phrase: string) => string> => {
  const noms = await nommerTiers(
    tx,
    jetonsDe(phrases).flatMap((j) => (j.genre === 'tiers' && !connus.has(j.id) ? [j.id] : [])),
  )
  return (phrase) => direPhrase(phrase, (_, id) => connus.get(id) ?? noms.get(id))
}

import type { Context } from 'hono'
import { asId } from '#kernel/id.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lectureDe } from '#modules/documents/index.ts'
import { droits, lireOrganisme, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import { estSienne, lireSession } from '#modules/sessions/index.ts'
import type { Database, TenantTx } from '#platform/db/index.ts'
import type { CodeEtat } from '#web/components.tsx'
import type { Env, Visiteur } from '#web/env.ts'
import { forbidden, notFound } from '#web/http/errors.tsx'
import { pourVisiteur } from '#web/pour-visiteur.ts'
import { type FactureLue, lireFacture } from '../db/factures.queries.ts'
import { neVoitQueSesEnseignes } from '../db/portee.queries.ts'
import { lireProjet, type ProjetLu } from '../db/projets.ts'
import { objetsEtFacturesSiens } from '../db/siennes.queries.ts'
import type { EtatDeFacture } from '../domain/reglements.ts'
import { facturesUrl } from '../liens.ts'

export const jourIci = async (tx: TenantTx, maintenant: Date) =>
  jourLocal(maintenant, (await lireOrganisme(tx)).zone)

/** Ce qui est « sien » : la session que l’on anime ; sans session, l’enseigne pour laquelle on agit. */
const sienne = async (
  tx: TenantTx,
  v: Visiteur,
  { session, activite }: Pick<FactureLue, 'session' | 'activite'>,
): Promise<boolean> => {
  if (session === null) return v.enseigne?.id === activite
  const s = await lireSession(tx, session)
  return s ? estSienne(s, v.personneId) : false
}

/**
 * Une liste, un compte. Un droit limité à ce qui est sien se lit dossier par dossier, jamais en liste, sauf dans son enseigne, ou dans les
 * siennes : la base n’y montre alors rien d’autre.
 */
export const litEnListe = async (tx: TenantTx, visiteur: Visiteur): Promise<boolean> =>
  peutVisiteur(visiteur, 'facturation.lire') ||
  visiteur.enseigne !== undefined ||
  (await neVoitQueSesEnseignes(tx))

export const pourListe = (
  c: Context<Env>,
  db: Database,
  work: (tx: TenantTx, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, db, async (tx, visiteur) =>
    (await litEnListe(tx, visiteur)) ? work(tx, visiteur) : forbidden(c, droits['facturation.lire'].phrase),
  )

/** Les gestes de qui règle la facturation de la coopérative. */
export const pourRegler =
  (db: Database) =>
  (c: Context<Env>, work: Parameters<typeof pourVisiteur>[2]): Promise<Response> =>
    pourVisiteur(c, db, async (tx, visiteur) =>
      peutVisiteur(visiteur, 'facturation.emettre')
        ? work(tx, visiteur)
        : forbidden(c, droits['facturation.emettre'].phrase),
    )

/** La facture de l’adresse, si on peut la lire ; absente, d’ailleurs ou d’un autre : la même 404. */
export const factureLisible = async (
  tx: TenantTx,
  brut: string,
  visiteur: Visiteur,
  le: Date,
): Promise<FactureLue | undefined> => {
  const id = asId<'Facture'>(brut)
  const f = id && (await lireFacture(tx, id))
  if (!f) return undefined
  const lecture = await lectureDe(tx, { siens: objetsEtFacturesSiens }, visiteur, le)
  // La fiche du genre de sa pièce dit qui la lit, comme partout où cette pièce se lit.
  const genre = f.genre === 'acompte' ? 'facture-acompte' : f.genre
  return lecture.lit({ genre, objet: { id: f.id } }) ? f : undefined
}

export const pourFacture = (
  c: Context<Env>,
  db: Database,
  work: (tx: TenantTx, f: FactureLue, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, db, async (tx, visiteur) => {
    const f = await factureLisible(tx, c.req.param('facture') ?? '', visiteur, c.get('services').clock.now())
    return f ? work(tx, f, visiteur) : notFound(c)
  })

export const pourProjet = (
  c: Context<Env>,
  db: Database,
  work: (tx: TenantTx, p: ProjetLu, visiteur: Visiteur) => Promise<Response>,
): Promise<Response> =>
  pourVisiteur(c, db, async (tx, visiteur) => {
    const id = asId<'ProjetFacture'>(c.req.param('projet') ?? '')
    const p = id && (await lireProjet(tx, id))
    if (!p || !peutVisiteur(visiteur, 'facturation.preparer', { estSien: await sienne(tx, visiteur, p) }))
      return notFound(c)
    return work(tx, p, visiteur)
  })

export const path = [
  {
    libelle: 'Facturation',
    href: facturesUrl(),
    si: () => peutSuivre('facturation.lire', { liste: true }),
  },
]

export const formeDe: Readonly<Record<EtatDeFacture, CodeEtat>> = {
  'a-venir': 'a-venir',
  'en-retard': 'manquant',
  partielle: 'partiel',
  soldee: 'prouve',
  'trop-percue': 'a-juger',
  'sans-objet': 'sans-objet',
}

/** Une adresse chiffrée : un secret n’y passe pas en clair. */
export const lireAdresse = (t: string): string | undefined => {
  const url = URL.parse(t.trim())
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
    ? url.href.slice(0, 300)
    : undefined
}
export const phraseAdresse = 'Écrivez une adresse qui commence par https://.'

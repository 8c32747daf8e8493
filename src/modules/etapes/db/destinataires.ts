/** À qui une étape ou un écrit s’adresse dans une session : une adresse une fois ; et qui n’en a pas. */
import { sql } from 'kysely'
import {
  type DossierLu,
  dossiersUneFois,
  type Inscrit,
  inscritsUneFois,
} from '#modules/inscriptions/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { type PublicDEcrit, personnesChoisies, separerMuets } from './ecrits.ts'

export type Destinataire = {
  /** L’adresse, en minuscules. */
  readonly cible: string
  readonly personne: string | null
  readonly inscription: string | null
  readonly prenom: string
  readonly nom: string
  readonly courriel: string
  /** `personnes` : choisies une à une, hors d’une session. */
  readonly public: PublicDEcrit | 'personnes'
  /** Le client pour qui l’on écrit, et ses stagiaires. */
  readonly client?: string
  readonly stagiaires?: readonly string[]
}
export type Muet = { readonly nom: string; readonly public: Destinataire['public'] }
export type Envoyables = { readonly destinataires: readonly Destinataire[]; readonly muets: readonly Muet[] }

type Intervient = {
  readonly personne: string
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
}

export const intervenantsDe = async (tx: TenantTx, session: string): Promise<Intervient[]> =>
  (
    await sql<Intervient>`select p.id as personne, p.prenom, p.nom, p.courriel from tiers.personne p
    where p.organisme_id = (select app.organisme()) and p.id in (select a.personne_id
      from sessions.seance se join sessions.affectation a on a.organisme_id = se.organisme_id and a.seance_id = se.id
      where se.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid and se.tenue)
    order by p.pli, p.id`.execute(tx)
  ).rows

const desStagiaires = (inscrits: readonly Inscrit[], attendus: boolean) =>
  inscrits
    .filter((i) => (attendus || i.etat === 'inscrit') && i.closeLe === null)
    .map((i) => ({
      personne: i.personne as string,
      inscription: i.id as string,
      prenom: i.prenom,
      nom: i.nom,
      courriel: i.courriel,
      public: 'stagiaires' as const,
    }))

const desClients = (dossiers: readonly DossierLu[], inscrits: readonly Inscrit[]) =>
  dossiers
    // Qui s’est inscrit pour soi est déjà stagiaire.
    .filter((d) => d.retracteLe === null && (d.acheteur !== 'personne' || d.signataireCourriel))
    .map((d) => ({
      personne: d.signataire as string | null,
      inscription: null,
      prenom: d.signatairePrenom ?? '',
      nom: d.signataireNom ?? d.client,
      courriel: d.signataireCourriel,
      public: 'clients' as const,
      client: d.client,
      stagiaires: inscrits
        .filter((i) => i.dossier === d.id && i.etat === 'inscrit' && i.closeLe === null)
        .map((i) => `${i.prenom} ${i.nom}`),
    }))

export const destinatairesDe = async (
  tx: TenantTx,
  session: SessionLue,
  publics: readonly PublicDEcrit[],
  /** `attendus` : aussi qui n’est pas encore inscrit pour de bon, que l’on informe et que l’on convoque. */
  { attendus = false } = {},
): Promise<Envoyables> => {
  const [inscrits, dossiers, gens] = await Promise.all([
    inscritsUneFois(tx, session.id),
    publics.includes('clients') ? dossiersUneFois(tx, session.id) : [],
    publics.includes('intervenants') ? intervenantsDe(tx, session.id) : [],
  ])
  const tous = [
    ...(publics.includes('stagiaires') ? desStagiaires(inscrits, attendus) : []),
    ...desClients(dossiers, inscrits),
    ...gens.map((g) => ({ ...g, inscription: null, public: 'intervenants' as const })),
  ]
  const parAdresse = new Map<string, Destinataire>()
  const muets: Muet[] = []
  for (const d of tous) {
    if (!d.courriel || !isMailAddress(d.courriel)) {
      muets.push({ nom: `${d.prenom} ${d.nom}`.trim(), public: d.public })
      continue
    }
    const cible = d.courriel.toLowerCase()
    const deja = parAdresse.get(cible)
    const plus = 'client' in d ? d : undefined
    // Deux rôles, deux dossiers, une boîte : un message, qui nomme tout le monde.
    if (!deja) parAdresse.set(cible, { ...d, courriel: d.courriel, cible })
    else if (plus && deja.client !== undefined)
      parAdresse.set(cible, {
        ...deja,
        client: deja.client === plus.client ? deja.client : `${deja.client}, ${plus.client}`,
        stagiaires: [...(deja.stagiaires ?? []), ...plus.stagiaires],
      })
  }
  return { destinataires: [...parAdresse.values()], muets }
}

/** Ceux que l’on a choisis pour cet écrit, hors d’une session. */
export const destinatairesChoisis = async (tx: TenantTx, ecrit: string): Promise<Envoyables> => {
  const { joignables, muets } = separerMuets(await personnesChoisies(tx, ecrit))
  return {
    destinataires: joignables.map((p) => ({
      cible: p.courriel.toLowerCase(),
      personne: p.id,
      inscription: null,
      prenom: p.prenom,
      nom: p.nom,
      courriel: p.courriel,
      public: 'personnes',
    })),
    muets: muets.map((p) => ({ nom: `${p.prenom} ${p.nom}`, public: 'personnes' })),
  }
}

import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import {
  type LignesDeReprise,
  motifDeRemplacement,
  type PortsDeReprise,
} from '../usecases/reprendre-dossier.ts'

type Lignes = readonly Record<string, unknown>[]

/**
 * Une instruction par table : les lignes partent en un texte JSON, que la base reprend par leurs types. `colonnes` s'écrit
 * comme dans une migration ; `tirees`, ce que la base calcule de la ligne `t`.
 */
const poser = async (
  tx: TenantTx,
  table: string,
  lignes: Lignes,
  colonnes: string,
  tirees: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const noms = colonnes.split(', ').map((c) => c.slice(0, c.indexOf(' ')))
  const cibles = [...noms, ...Object.keys(tirees)].join(', ')
  const lues = [...noms.map((n) => `t.${n}`), ...Object.values(tirees)].join(', ')
  // Quelques mégaoctets par envoi : un document plus long se relit trop lentement.
  for (let i = 0; i < lignes.length; i += 5_000)
    await sql`insert into ${sql.table(table)} (${sql.raw(cibles)}) select ${sql.raw(lues)}
      from jsonb_to_recordset(${JSON.stringify(lignes.slice(i, i + 5_000))}::jsonb) as t(${sql.raw(colonnes)})`.execute(
      tx,
    )
}

const instant = (minutes: string) =>
  `(t.jour + make_interval(mins => t.${minutes})) at time zone 'Europe/Paris'`

/** Dans l'ordre des clés étrangères. */
const garder = async (tx: TenantTx, l: LignesDeReprise): Promise<void> => {
  const id = 'id uuid, activite_id uuid'
  await poser(
    tx,
    'bpf.reprise',
    [l.reprise],
    'id uuid, cas text, debut date, fin date, cerfa text, empreinte bytea, chiffre_affaires numeric, fin_precedente date, produits_comptables numeric, lue_le timestamptz',
  )
  await poser(
    tx,
    'tiers.personne',
    l.personnes,
    `${id}, prenom text, nom text, pli text, cree_le timestamptz`,
  )
  await poser(
    tx,
    'tiers.intervenant',
    l.intervenants,
    'activite_id uuid, personne_id uuid, cree_le timestamptz',
  )
  await poser(
    tx,
    'tiers.statut',
    l.statuts,
    `${id}, personne_id uuid, statut text, du date, au date, cree_le timestamptz`,
  )
  await poser(
    tx,
    'bpf.fiche_reprise',
    l.fiches,
    'activite_id uuid, genre text, ref text, cle bytea, personne_id uuid',
  )
  await poser(
    tx,
    'catalogue.offre',
    l.offres,
    `${id}, etat text, intitule text, pli text, nature text, modalite text, codes_nsf text[], objectif_f3 text, niveau_f3 text, cree_le timestamptz, modifiee_le timestamptz`,
  )
  await poser(
    tx,
    'sessions.session',
    l.sessions,
    `${id}, numero text, offre_id uuid, intitule text, nature text, etat text, lieu text, formateur text, modalite text, pli text, sel bytea, reprise_id uuid, cree_le timestamptz`,
  )
  await poser(
    tx,
    'sessions.seance',
    l.seances,
    `${id}, session_id uuid, jour date, demi_journee text, debut_minutes integer, fin_minutes integer`,
    { debut: instant('debut_minutes'), fin: instant('fin_minutes'), reprise: 'true' },
  )
  await poser(
    tx,
    'bpf.seance_reprise',
    l.seancesReprises,
    'activite_id uuid, seance_id uuid, ref text, moment text, heures numeric, confiee_a text, cotraitant text',
  )
  await poser(
    tx,
    'bpf.intervention_reprise',
    l.interventions,
    'activite_id uuid, seance_id uuid, personne_id uuid, heures numeric',
  )
  await poser(
    tx,
    'sessions.affectation',
    l.affectations,
    `${id}, seance_id uuid, personne_id uuid, minutes integer`,
  )
  await poser(
    tx,
    'inscriptions.dossier',
    l.dossiers,
    `${id}, session_id uuid, acheteur text, entreprise_id uuid, circonstance text, regime text, regime_article text, prix_centimes bigint, cree_le timestamptz`,
  )
  await poser(
    tx,
    'inscriptions.inscription',
    l.inscriptions,
    `${id}, session_id uuid, personne_id uuid, etat text, statut_f1 text, dossier_id uuid, inscrite_le timestamptz`,
  )
  await poser(
    tx,
    'bpf.presence_reprise',
    l.presences,
    'activite_id uuid, inscription_id uuid, seance_id uuid, heures numeric',
  )
  await poser(
    tx,
    'bpf.produit_repris',
    l.produits,
    `${id}, reprise_id uuid, rang integer, ref text, financeur text, montant numeric, session_id uuid, acquis_le date, ecriture numeric`,
  )
  await poser(
    tx,
    'bpf.charge_reprise',
    l.charges,
    `${id}, reprise_id uuid, rang integer, compte text, montant numeric, formateur boolean, prestation boolean`,
  )
}

/** Les ports de la reprise, sur la base. Tout entre dans la transaction de l'appel, ou rien. */
export const portsDeReprise = (tx: TenantTx, le: Date): PortsDeReprise => ({
  nouvelId: () => newId(le),
  hacher: (texte) => createHash('sha256').update(texte, 'utf8').digest('hex'),
  sel: () => randomBytes(32).toString('hex'),
  connue: async (cas) =>
    (
      await sql<{
        id: Id<'Reprise'>
        empreinte: string
      }>`select id, encode(empreinte, 'hex') as empreinte from bpf.reprise
        where cas = ${cas} and remplacee_le is null for update`.execute(tx)
    ).rows[0],
  rang: async () =>
    (await sql<{ n: number }>`select count(*)::int4 as n from bpf.reprise`.execute(tx)).rows[0]?.n ?? 0,
  async remplacer(id, quand) {
    await sql`update bpf.reprise set remplacee_le = ${quand} where id = ${id}`.execute(tx)
    await sql`update sessions.session set etat = 'annulee', motif = ${motifDeRemplacement} where reprise_id = ${id}`.execute(
      tx,
    )
  },
  async fiches(activite, demandes) {
    if (demandes.length === 0) return new Map()
    const { rows } = await sql<{ cle: string; id: Id<'Tiers'> }>`
      select f.genre || ' ' || encode(f.cle, 'hex') as cle, f.personne_id as id from bpf.fiche_reprise f
      where f.activite_id = ${activite} and f.ref = any (select t.ref from jsonb_to_recordset(${JSON.stringify(demandes)}::jsonb)
        as t(ref text))`.execute(tx)
    return new Map(rows.map((l) => [l.cle, l.id]))
  },
  organismeDonneur: (activite, quand) =>
    trouverOuCreerEntreprise(tx, activite, { nom: 'Organisme donneur d’ordres (reprise)' }, quand),
  garder: (lignes) => garder(tx, lignes),
})

import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { reprendreOffres } from '#modules/catalogue/index.ts'
import { reprendreInscriptions } from '#modules/inscriptions/index.ts'
import { annulerReprise, reprendreSessions } from '#modules/sessions/index.ts'
import { reprendreTiers, trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { newId, poserEnNombre, type TenantTx } from '#platform/db/index.ts'
import { type LignesDeReprise, motifDeRemplacement, type PortsDeReprise } from '../domain/reprise.ts'

/** Dans l'ordre des clés étrangères. */
const garder = async (tx: TenantTx, l: LignesDeReprise): Promise<void> => {
  await poserEnNombre(
    tx,
    [l.reprise],
    (
      json,
    ) => sql`insert into bpf.reprise (id, cas, debut, fin, cerfa, empreinte, chiffre_affaires, fin_precedente, produits_comptables, lue_le)
      select t.id, t.cas, t.debut, t.fin, t.cerfa, t.empreinte, t.chiffre_affaires, t.fin_precedente, t.produits_comptables, t.lue_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, cas text, debut date, fin date, cerfa text, empreinte bytea, chiffre_affaires numeric, fin_precedente date, produits_comptables numeric, lue_le timestamptz)`,
  )
  await reprendreTiers(tx, l)
  await poserEnNombre(
    tx,
    l.fiches,
    (json) => sql`insert into bpf.fiche_reprise (activite_id, genre, ref, cle, personne_id)
      select t.activite_id, t.genre, t.ref, t.cle, t.personne_id
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, genre text, ref text, cle bytea, personne_id uuid)`,
  )
  await reprendreOffres(tx, l)
  await reprendreSessions(tx, l)
  await poserEnNombre(
    tx,
    l.seancesReprises,
    (
      json,
    ) => sql`insert into bpf.seance_reprise (activite_id, seance_id, ref, moment, heures, confiee_a, cotraitant)
      select t.activite_id, t.seance_id, t.ref, t.moment, t.heures, t.confiee_a, t.cotraitant
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, seance_id uuid, ref text, moment text, heures numeric, confiee_a text, cotraitant text)`,
  )
  await poserEnNombre(
    tx,
    l.interventions,
    (json) => sql`insert into bpf.intervention_reprise (activite_id, seance_id, personne_id, heures)
      select t.activite_id, t.seance_id, t.personne_id, t.heures
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, seance_id uuid, personne_id uuid, heures numeric)`,
  )
  await reprendreInscriptions(tx, l)
  await poserEnNombre(
    tx,
    l.presences,
    (json) => sql`insert into bpf.presence_reprise (activite_id, inscription_id, seance_id, heures)
      select t.activite_id, t.inscription_id, t.seance_id, t.heures
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, inscription_id uuid, seance_id uuid, heures numeric)`,
  )
  await poserEnNombre(
    tx,
    l.produits,
    (
      json,
    ) => sql`insert into bpf.produit_repris (id, activite_id, reprise_id, rang, ref, financeur, montant, session_id, acquis_le, ecriture)
      select t.id, t.activite_id, t.reprise_id, t.rang, t.ref, t.financeur, t.montant, t.session_id, t.acquis_le, t.ecriture
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, reprise_id uuid, rang integer, ref text, financeur text, montant numeric, session_id uuid, acquis_le date, ecriture numeric)`,
  )
  await poserEnNombre(
    tx,
    l.charges,
    (
      json,
    ) => sql`insert into bpf.charge_reprise (id, activite_id, reprise_id, rang, compte, libelle, montant, formateur, prestation)
      select t.id, t.activite_id, t.reprise_id, t.rang, t.compte, t.libelle, t.montant, t.formateur, t.prestation
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, reprise_id uuid, rang integer, compte text, libelle text, montant numeric, formateur boolean, prestation boolean)`,
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
    await annulerReprise(tx, id, motifDeRemplacement)
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

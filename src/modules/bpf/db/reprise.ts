import { createHash, randomBytes } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import { trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import {
  type LignesDeReprise,
  motifDeRemplacement,
  type PortsDeReprise,
} from '../gestes/reprendre-dossier.ts'

type Lignes = readonly Record<string, unknown>[]

/**
 * Une instruction par table : les lignes partent en un texte JSON, que la base reprend par leurs types. Quelques mégaoctets
 * par envoi : un document plus long se relit trop lentement.
 */
const poser = async (
  tx: TenantTx,
  lignes: Lignes,
  insertion: (json: string) => RawBuilder<unknown>,
): Promise<void> => {
  for (let i = 0; i < lignes.length; i += 5_000)
    await insertion(JSON.stringify(lignes.slice(i, i + 5_000))).execute(tx)
}

/** Dans l'ordre des clés étrangères. */
const garder = async (tx: TenantTx, l: LignesDeReprise): Promise<void> => {
  await poser(
    tx,
    [l.reprise],
    (
      json,
    ) => sql`insert into bpf.reprise (id, cas, debut, fin, cerfa, empreinte, chiffre_affaires, fin_precedente, produits_comptables, lue_le)
      select t.id, t.cas, t.debut, t.fin, t.cerfa, t.empreinte, t.chiffre_affaires, t.fin_precedente, t.produits_comptables, t.lue_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, cas text, debut date, fin date, cerfa text, empreinte bytea, chiffre_affaires numeric, fin_precedente date, produits_comptables numeric, lue_le timestamptz)`,
  )
  await poser(
    tx,
    l.personnes,
    (json) => sql`insert into tiers.personne (id, activite_id, prenom, nom, pli, cree_le)
      select t.id, t.activite_id, t.prenom, t.nom, t.pli, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, prenom text, nom text, pli text, cree_le timestamptz)`,
  )
  await poser(
    tx,
    l.intervenants,
    (json) => sql`insert into tiers.intervenant (activite_id, personne_id, cree_le)
      select t.activite_id, t.personne_id, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, personne_id uuid, cree_le timestamptz)`,
  )
  await poser(
    tx,
    l.statuts,
    (json) => sql`insert into tiers.statut (id, activite_id, personne_id, statut, du, au, cree_le)
      select t.id, t.activite_id, t.personne_id, t.statut, t.du, t.au, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, personne_id uuid, statut text, du date, au date, cree_le timestamptz)`,
  )
  await poser(
    tx,
    l.fiches,
    (json) => sql`insert into bpf.fiche_reprise (activite_id, genre, ref, cle, personne_id)
      select t.activite_id, t.genre, t.ref, t.cle, t.personne_id
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, genre text, ref text, cle bytea, personne_id uuid)`,
  )
  await poser(
    tx,
    l.offres,
    (
      json,
    ) => sql`insert into catalogue.offre (id, activite_id, etat, intitule, pli, nature, modalite, codes_nsf, objectif_f3, niveau_f3, cree_le, modifiee_le)
      select t.id, t.activite_id, t.etat, t.intitule, t.pli, t.nature, t.modalite, t.codes_nsf, t.objectif_f3, t.niveau_f3, t.cree_le, t.modifiee_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, etat text, intitule text, pli text, nature text, modalite text, codes_nsf text[], objectif_f3 text, niveau_f3 text, cree_le timestamptz, modifiee_le timestamptz)`,
  )
  await poser(
    tx,
    l.sessions,
    (
      json,
    ) => sql`insert into sessions.session (id, activite_id, numero, offre_id, intitule, nature, etat, lieu, formateur, modalite, pli, sel, reprise_id, cree_le)
      select t.id, t.activite_id, t.numero, t.offre_id, t.intitule, t.nature, t.etat, t.lieu, t.formateur, t.modalite, t.pli, t.sel, t.reprise_id, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, numero text, offre_id uuid, intitule text, nature text, etat text, lieu text, formateur text, modalite text, pli text, sel bytea, reprise_id uuid, cree_le timestamptz)`,
  )
  await poser(
    tx,
    l.seances,
    (
      json,
    ) => sql`insert into sessions.seance (id, activite_id, session_id, jour, demi_journee, debut_minutes, fin_minutes, debut, fin, reprise)
      select t.id, t.activite_id, t.session_id, t.jour, t.demi_journee, t.debut_minutes, t.fin_minutes, (t.jour + make_interval(mins => t.debut_minutes)) at time zone 'Europe/Paris',
        (t.jour + make_interval(mins => t.fin_minutes)) at time zone 'Europe/Paris', true
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, session_id uuid, jour date, demi_journee text, debut_minutes integer, fin_minutes integer)`,
  )
  await poser(
    tx,
    l.seancesReprises,
    (
      json,
    ) => sql`insert into bpf.seance_reprise (activite_id, seance_id, ref, moment, heures, confiee_a, cotraitant)
      select t.activite_id, t.seance_id, t.ref, t.moment, t.heures, t.confiee_a, t.cotraitant
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, seance_id uuid, ref text, moment text, heures numeric, confiee_a text, cotraitant text)`,
  )
  await poser(
    tx,
    l.interventions,
    (json) => sql`insert into bpf.intervention_reprise (activite_id, seance_id, personne_id, heures)
      select t.activite_id, t.seance_id, t.personne_id, t.heures
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, seance_id uuid, personne_id uuid, heures numeric)`,
  )
  await poser(
    tx,
    l.affectations,
    (json) => sql`insert into sessions.affectation (id, activite_id, seance_id, personne_id, minutes)
      select t.id, t.activite_id, t.seance_id, t.personne_id, t.minutes
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, seance_id uuid, personne_id uuid, minutes integer)`,
  )
  await poser(
    tx,
    l.dossiers,
    (
      json,
    ) => sql`insert into inscriptions.dossier (id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime, regime_article, prix_centimes, cree_le)
      select t.id, t.activite_id, t.session_id, t.acheteur, t.entreprise_id, t.circonstance, t.regime, t.regime_article, t.prix_centimes, t.cree_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, session_id uuid, acheteur text, entreprise_id uuid, circonstance text, regime text, regime_article text, prix_centimes bigint, cree_le timestamptz)`,
  )
  await poser(
    tx,
    l.inscriptions,
    (
      json,
    ) => sql`insert into inscriptions.inscription (id, activite_id, session_id, personne_id, etat, statut_f1, dossier_id, inscrite_le)
      select t.id, t.activite_id, t.session_id, t.personne_id, t.etat, t.statut_f1, t.dossier_id, t.inscrite_le
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, session_id uuid, personne_id uuid, etat text, statut_f1 text, dossier_id uuid, inscrite_le timestamptz)`,
  )
  await poser(
    tx,
    l.presences,
    (json) => sql`insert into bpf.presence_reprise (activite_id, inscription_id, seance_id, heures)
      select t.activite_id, t.inscription_id, t.seance_id, t.heures
        from jsonb_to_recordset(${json}::jsonb) as t(activite_id uuid, inscription_id uuid, seance_id uuid, heures numeric)`,
  )
  await poser(
    tx,
    l.produits,
    (
      json,
    ) => sql`insert into bpf.produit_repris (id, activite_id, reprise_id, rang, ref, financeur, montant, session_id, acquis_le, ecriture)
      select t.id, t.activite_id, t.reprise_id, t.rang, t.ref, t.financeur, t.montant, t.session_id, t.acquis_le, t.ecriture
        from jsonb_to_recordset(${json}::jsonb) as t(id uuid, activite_id uuid, reprise_id uuid, rang integer, ref text, financeur text, montant numeric, session_id uuid, acquis_le date, ecriture numeric)`,
  )
  await poser(
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

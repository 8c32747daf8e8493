import { createHash, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { OrganismeId } from '#kernel/id.ts'
import { ok } from '#kernel/result.ts'
import { regulariser } from '#modules/emargement/index.ts'
import type { Dispositif, DossierId } from '#modules/inscriptions/index.ts'
import type { EntrepriseId } from '#modules/tiers/index.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { PdfRenderer } from '#platform/pdf/pdf.ts'
import type { BaseDEssai } from '../../../../test/base/index.ts'
import {
  acces,
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
  type Voulu,
} from '../../emargement/test/session-d-essai.ts'
import { poserIntervenant } from '../../sessions/test/poser.ts'
import type { GenreImport } from '../lecture/colonnes-import.ts'
import type { LigneLue } from '../lecture/csv.ts'
import { lireImport } from '../lecture/lire-import.ts'

/** Un moteur qui fige sans composer : les numéros, les verrous et la base sont les vrais. */
export const pdfSansPages: PdfRenderer = {
  render: async (d) =>
    ok({
      pdf: Buffer.from(randomUUID()),
      pages: 1,
      empreinte: createHash('sha256').update(randomUUID()).digest('hex'),
      donnees: JSON.stringify(d.donnees),
      remplaces: [],
    }),
  close: async () => {},
}

/** L’IBAN et le greffe sans lesquels aucune facture d’une société ne part. */
export const poserReglages = (tx: MaintenanceTx, organisme: OrganismeId) =>
  sql`insert into facturation.reglage (organisme_id, iban, rcs, penalites, escompte, relance_jours, modifie_le)
    values (${organisme}, 'FR7630006000011234567890189', 'Rennes', 'trois fois le taux d’intérêt légal', 'aucun pour paiement anticipé',
      '{8,21,45}', now())`.execute(tx)

export type Part = {
  readonly dispositif: Dispositif
  readonly montant: number
  readonly subrogation?: boolean
}

/** Une session du 24 novembre, un matin de 3 h 30, deux stagiaires ; `venus` : combien y étaient. */
export const unDossier = async (
  base: BaseDEssai,
  parts: readonly Part[],
  {
    venus = 2,
    cae = false,
    creneaux,
  }: { readonly venus?: number; readonly cae?: boolean } & Pick<Voulu, 'creneaux'> = {},
) => {
  const fil = await base.maintenance((tx) =>
    poserSessionDEssai(tx, { stagiaires: 2, ...(creneaux ? { creneaux } : {}) }),
  )
  const [dossier, client] = [newId<'Dossier'>() as DossierId, newId<'Entreprise'>() as EntrepriseId]
  const payeurs = parts.map((p) => (p.subrogation ? newId<'Entreprise'>() : client)) as EntrepriseId[]
  await base.maintenance(async (tx) => {
    await sql`update organisme.organisme set regime_tva = 'exonere', tva_demande_recue_le = '2020-01-01', cae = ${cae},
      societe = 'SA' where organisme_id = ${fil.organisme}`.execute(tx)
    await poserReglages(tx, fil.organisme)
    const entreprise = (id: string, nom: string, siren: string) =>
      sql`insert into tiers.entreprise (organisme_id, id, activite_id, nom, pli, siren, adresse, code_postal, ville, courriel, cree_le)
        values (${fil.organisme}, ${id}, ${fil.activite}, ${nom}, ${nom.toLowerCase()}, ${siren}, '1 rue du Port', '35000', 'Rennes',
          'compta@exemple.example', now())`.execute(tx)
    await entreprise(client, 'Clinique', '999381650')
    for (const [i, id] of payeurs.entries()) if (id !== client) await entreprise(id, `Opco ${i}`, '999555120')
    const prix = parts.reduce((t, p) => t + p.montant, 0)
    await sql`insert into inscriptions.dossier (organisme_id, id, activite_id, session_id, acheteur, entreprise_id, circonstance, regime,
        regime_article, reference_client, prix_centimes, cree_le)
      values (${fil.organisme}, ${dossier}, ${fil.activite}, ${fil.session}, 'entreprise', ${client}, 'etablissement', 'convention', 'L6353-1',
        'BC-2026-7', ${prix}, now())`.execute(tx)
    for (const [rang, p] of parts.entries())
      await sql`insert into inscriptions.financement (organisme_id, id, activite_id, dossier_id, rang, payeur_entreprise_id, dispositif,
          montant_ht_centimes, subrogation)
        values (${fil.organisme}, ${newId()}, ${fil.activite}, ${dossier}, ${rang}, ${payeurs[rang]}, ${p.dispositif}, ${p.montant},
          ${p.subrogation ?? false})`.execute(tx)
    await sql`update inscriptions.inscription set dossier_id = ${dossier} where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
  })
  const services = { ...servicesDe(base, fil, '2026-11-24T14:00:00Z'), pdf: pdfSansPages }
  const [seance] = fil.seances
  for (const inscription of fil.inscriptions.slice(0, venus))
    if (seance)
      await regulariser(
        services,
        { acces, id: fil.personne, nom: 'Tom Okafor' },
        { session: fil.session, seance, inscription, motif: 'Téléphone déchargé, vue en salle' },
      )
  return { fil, dossier, client, services, demain: services.clock }
}
export type DossierDEssai = Awaited<ReturnType<typeof unDossier>>

/** La séance du dossier, confiée à cette entreprise : elle la facturera. */
export const confierLaSeance = (base: BaseDEssai, { fil }: DossierDEssai, entreprise: EntrepriseId) =>
  base.maintenance(async (tx) => {
    const seances = fil.seances as readonly string[] as Parameters<typeof poserIntervenant>[2]
    await poserIntervenant(tx, fil, seances, { prenom: 'Ousmane', nom: 'Sarr' })
    await sql`update sessions.affectation set confiee_a_id = ${entreprise} where organisme_id = ${fil.organisme}`.execute(
      tx,
    )
  })

/** Un acompte de trois cents euros en préparation, comme il s’écrivait avant que la session se tienne. */
export const unAcompte = async (base: BaseDEssai, m: DossierDEssai) => {
  const p = newId<'ProjetFacture'>()
  await base.maintenance(async (tx) => {
    await sql`insert into facturation.projet (organisme_id, id, activite_id, genre, session_id, dossier_id, financement_rang,
          payeur_entreprise_id, source, reference, delai_jours, cree_le)
        values (${m.fil.organisme}, ${p}, ${m.fil.activite}, 'acompte', ${m.fil.session}, ${m.dossier}, 0, ${m.client}, 'entreprise', 'BC-2026-7', 30, now())`.execute(
      tx,
    )
    await sql`insert into facturation.projet_ligne (organisme_id, id, activite_id, projet_id, rang, nature, libelle, quantite_millemes, unite,
          prix_centimes, montant_ht_centimes, taux_points)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${p}, 0, 'acompte', 'Acompte', 1000, 'forfait', 30000, 30000, 0)`.execute(
      tx,
    )
  })
  return p
}

/** Des projets sans session, chacun d’une ligne de conseil : ce qu’il faut pour en émettre beaucoup à la fois. */
export const projetsLibres = (
  base: BaseDEssai,
  m: { readonly fil: SessionDEssai; readonly client: EntrepriseId },
  n: number,
) =>
  base.maintenance(async (tx) => {
    const ids: string[] = []
    for (let i = 0; i < n; i++) {
      const id = newId<'ProjetFacture'>()
      await sql`insert into facturation.projet (organisme_id, id, activite_id, genre, payeur_entreprise_id, source, periode_du, periode_au,
          delai_jours, cree_le)
        values (${m.fil.organisme}, ${id}, ${m.fil.activite}, 'facture', ${m.client}, 'hors-formation', '2026-11-20', '2026-11-20', 30, now())`.execute(
        tx,
      )
      await sql`insert into facturation.projet_ligne (organisme_id, id, activite_id, projet_id, rang, nature, libelle, quantite_millemes, unite,
          prix_centimes, montant_ht_centimes, taux_points)
        values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${id}, 0, 'hors-formation', 'Conseil', 1000, 'forfait', 10000, 10000, 2000)`.execute(
        tx,
      )
      ids.push(id)
    }
    return ids
  })

/** Les lignes d’un fichier, telles que la page les lit. */
export const lues = (genre: GenreImport, texte: string): readonly LigneLue[] => {
  const lu = lireImport(genre, texte)
  if (!lu.ok) throw new Error(lu.error.phrase)
  return lu.value
}

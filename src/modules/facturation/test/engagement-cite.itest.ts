/** Ce qu’une facture, un certificat et une feuille disent de l’engagement qu’ils suivent : la pièce et ses avenants, l’échéancier d’un particulier. */
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { emettreCertificat, emettreFeuille } from '#modules/emargement/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { acces } from '../../emargement/test/session-d-essai.ts'
import { lireProjet } from '../db/projets.ts'
import { donneesFacture } from '../documents/donnees-facture.ts'
import { preparerDuDossier } from '../gestes/preparer.ts'
import { verifierProjet } from '../gestes/verifier-projet.ts'
import { type DossierDEssai, unDossier } from './dossier-d-essai.ts'

const base = await baseNeuve()
const dans = <T>(m: DossierDEssai, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
const le = new Date('2026-11-25T09:00:00Z')

const poserPiece = (m: DossierDEssai, genre: string, numero: string, emiseLe: string, signee = true) =>
  base.maintenance(async (tx) => {
    const piece = newId()
    await sql`insert into documents.piece (organisme_id, id, activite_id, genre, numero, gabarit, donnees, empreinte, fichier, pages,
        libelle, pli, objet_genre, objet_id, emise_le, emise_par)
      values (${m.fil.organisme}, ${piece}, ${m.fil.activite}, ${genre}, ${numero}, 'convention.v1', '{}', ${randomBytes(32)},
        ${randomBytes(32).toString('hex')}, 1, 'c', 'c', 'dossier', ${m.dossier}, ${emiseLe}::timestamptz, ${m.fil.personne})`.execute(
      tx,
    )
    if (signee)
      await sql`insert into documents.signature (organisme_id, id, activite_id, piece_id, acte, role, moyen, nom, consentement,
          empreinte, engagement, signee_le, datee_du, scan)
        select ${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${piece}, 'signature', 'client', 'scan', 'Nom', 'Je signe.',
          p.empreinte, p.empreinte, now(), '2026-11-20', ${'a'.repeat(64)}
          from documents.piece p where p.id = ${piece}`.execute(tx)
  })

/** La facture telle que le papier la dirait, préparée ce jour-là. */
const papier = async (m: DossierDEssai) => {
  const p = await dans(m, (tx) =>
    preparerDuDossier(
      tx,
      {
        id: newId<'ProjetFacture'>(),
        session: m.fil.session,
        dossier: m.dossier,
        rang: 0,
        genre: 'facture',
      },
      le,
    ),
  )
  if (!p.ok) throw new Error(p.error.phrase)
  return dans(m, async (tx) => {
    const projet = await lireProjet(tx, p.value)
    const lu = projet && (await verifierProjet(m.services, tx, projet, le))
    if (!lu) throw new Error('le projet manque')
    return (await donneesFacture(m.services, tx, lu.papier))('FA-2026-0001')
  })
}

describe('la pièce citée', () => {
  const figees = (m: DossierDEssai) =>
    dans(m, async (tx) => {
      const { rows } = await sql<{
        genre: string
        donnees: string
      }>`select genre, donnees from documents.piece
        where genre in ('certificat-realisation', 'feuille-emargement')`.execute(tx)
      return new Map(rows.map((r) => [r.genre, JSON.parse(r.donnees)]))
    })
  const tout = async (m: DossierDEssai) => {
    const services = { ...m.services.a('2026-11-25T09:00:00Z'), pdf: m.services.pdf }
    const [inscription] = m.fil.inscriptions
    if (!inscription) throw new Error('personne n’est inscrit')
    expect(await emettreFeuille(services, acces, m.fil.session)).toMatchObject({ ok: true })
    expect(await emettreCertificat(services, acces, inscription)).toMatchObject({ ok: true })
    const lues = await figees(m)
    return {
      facture: (await papier(m)).references.convention,
      certificat: lues.get('certificat-realisation')?.action.convention,
      feuille: lues.get('feuille-emargement')?.session.convention,
    }
  }

  it('l’est avec ses avenants signés, dans l’ordre ; un avenant qui attend sa signature n’engage encore rien', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    await poserPiece(m, 'convention', 'CV-2026-0001', '2026-11-01')
    await poserPiece(m, 'avenant', 'AV-2026-0002', '2026-11-12')
    await poserPiece(m, 'avenant', 'AV-2026-0001', '2026-11-10')
    await poserPiece(m, 'avenant', 'AV-2026-0003', '2026-11-14', false)
    const citee = 'CV-2026-0001, avenants AV-2026-0001 et AV-2026-0002'
    expect(await tout(m)).toEqual({ facture: citee, certificat: citee, feuille: citee })
  })

  it('l’est seule, sans avenant signé', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    await poserPiece(m, 'convention', 'CV-2026-0001', '2026-11-01')
    await poserPiece(m, 'avenant', 'AV-2026-0001', '2026-11-14', false)
    const citee = 'CV-2026-0001'
    expect(await tout(m)).toEqual({ facture: citee, certificat: citee, feuille: citee })
  })
})

describe('la référence du payeur', () => {
  /** Ce que dit le projet d’un dossier sans aucune pièce, après ce changement. */
  const verifier = async (
    avant: (m: DossierDEssai) => ReturnType<typeof sql> | undefined,
    piece?: string,
  ) => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const requete = avant(m)
    if (requete) await base.maintenance((tx) => requete.execute(tx))
    if (piece) await poserPiece(m, piece, 'CV-2026-0001', '2026-11-01')
    const id = newId<'ProjetFacture'>()
    const ou = { session: m.fil.session, dossier: m.dossier, rang: 0, genre: 'facture' as const }
    await dans(m, (tx) => preparerDuDossier(tx, { id, ...ou }, le))
    return dans(m, async (tx) => {
      const projet = await lireProjet(tx, id)
      const lu = projet && (await verifierProjet(m.services, tx, projet, le))
      return [lu?.referenceExigee, lu?.refus.map((r) => r.code).includes('reference-absente')]
    })
  }
  const sansReference = (m: DossierDEssai) =>
    sql`update inscriptions.dossier set reference_client = null where id = ${m.dossier}`

  it('est exigée quand rien d’ici ne s’y cite, et son absence retient la facture', async () => {
    expect(await verifier(sansReference)).toEqual([true, true])
    expect(await verifier(() => undefined)).toEqual([true, false])
  })
  it('est facultative dès qu’une convention, un devis, un exemplaire signé sur papier ou l’accord d’un financeur s’y cite', async () => {
    expect(await verifier(sansReference, 'convention')).toEqual([false, false])
    expect(await verifier(sansReference, 'devis')).toEqual([false, false])
    // Signé sur papier et rapporté : aucune pièce d’ici ne le garde, il engage autant.
    expect(
      await verifier(
        (m) => sql`update inscriptions.dossier set reference_client = null, signe_le = '2026-11-02T10:00:00Z',
          signature_moyen = 'scan' where id = ${m.dossier}`,
      ),
    ).toEqual([false, false])
    expect(
      await verifier(
        (m) => sql`with r as (update inscriptions.dossier set reference_client = null where id = ${m.dossier})
          update inscriptions.financement set accord_reference = 'PDC-1' where dossier_id = ${m.dossier}`,
      ),
    ).toEqual([false, false])
  })
})

describe('un particulier', () => {
  const sien = async (echeances: readonly (readonly [string, number])[]) => {
    const m = await unDossier(base, [{ dispositif: 'particulier', montant: 100_000 }])
    await base.maintenance(async (tx) => {
      await sql`update inscriptions.dossier d set acheteur = 'personne', entreprise_id = null, individuel_a_ses_frais = true,
          regime = 'contrat', regime_article = 'L6353-3', signe_le = '2026-10-20', signature_moyen = 'scan',
          personne_id = (select i.personne_id from inscriptions.inscription i where i.dossier_id = d.id order by i.id limit 1)
        where d.id = ${m.dossier}`.execute(tx)
      await sql`update inscriptions.financement f set payeur_entreprise_id = null,
          payeur_personne_id = (select d.personne_id from inscriptions.dossier d where d.id = f.dossier_id)
        where f.dossier_id = ${m.dossier}`.execute(tx)
      for (const [jour, montant] of echeances)
        await sql`insert into inscriptions.echeance (organisme_id, id, activite_id, dossier_id, jour, montant_centimes)
          values (${m.fil.organisme}, ${newId()}, ${m.fil.activite}, ${m.dossier}, ${jour}::date, ${montant})`.execute(
          tx,
        )
    })
    return papier(m)
  }

  it('règle au jour que son échéancier dit, ou à l’émission si ce jour est passé ; sans échéancier, au délai d’usage', async () => {
    expect(
      (
        await sien([
          ['2026-11-10', 30_000],
          ['2026-12-09', 70_000],
        ])
      ).echeance,
    ).toBe('2026-12-09')
    expect(
      (
        await sien([
          ['2026-11-10', 30_000],
          ['2026-11-24', 70_000],
        ])
      ).echeance,
    ).toBe('2026-11-25')
    expect((await sien([])).echeance).toBe('2026-12-25')
  })

  it('ne doit ni pénalités ni indemnité : elles ne visent que les professionnels (C. com., L441-10)', async () => {
    const { reglement } = await sien([])
    expect(reglement).toMatchObject({ moyen: expect.any(String), escompte: expect.any(String) })
    expect(reglement).not.toHaveProperty('penalites')
    expect(reglement).not.toHaveProperty('indemnite')
  })
})

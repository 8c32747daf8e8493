/** Ce qui s’émet porte sa facture électronique : du dossier aux octets, et ce qui la retient dit avant l’émission. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { lireTexte, serre } from '../../../../test/documents/texte.ts'
import { factureElectroniqueEcrireCommande } from '../commandes/facture-electronique.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { lireProjet } from '../db/projets.ts'
import type { FactureId, ProjetId } from '../domain/facture.ts'
import { preparerAvoir } from '../gestes/avoir.ts'
import { emettreProjet } from '../gestes/emettre.ts'
import { preparerDuDossier } from '../gestes/preparer.ts'
import { verifierProjet } from '../gestes/verifier-projet.ts'
import { lireFactureElectronique } from '../lecture/lire-facture-electronique.ts'
import { sansPrises } from '../prises.ts'
import { type DossierDEssai, projetsLibres, unAcompte, unDossier } from './dossier-d-essai.ts'
import { jouer } from './schematrons.ts'

const base = await baseNeuve()
const pdf = createPdfRenderer()
const dossier = mkdtempSync(join(tmpdir(), 'facture-x-'))
afterAll(async () => {
  await pdf.close()
  rmSync(dossier, { recursive: true })
})
const le = new Date('2026-11-25T09:00:00Z')
const dans = <T>(m: DossierDEssai, work: Parameters<typeof base.enTantQue<T>>[2]) =>
  base.enTantQue(m.fil.organisme, { personne: m.fil.personne }, work)
const services = (m: DossierDEssai) => ({ ...m.services.a('2026-11-25T09:00:00Z'), pdf })
const emettre = (m: DossierDEssai, projet: ProjetId) =>
  dans(m, (tx) => emettreProjet(services(m), tx, { projet, version: 1, vise: false }, sansPrises))
const emise = async (m: DossierDEssai, projet: ProjetId): Promise<FactureId> => {
  const e = await emettre(m, projet)
  if (!e.ok) throw new Error(e.error.map((x) => x.phrase).join(' '))
  return e.value.id
}
const octetsDe = (m: DossierDEssai, id: FactureId) =>
  dans(m, async (tx) => {
    const f = await lireFacture(tx, id)
    const { rows } = await sql<{
      fichier: string
    }>`select fichier from documents.piece where id = ${f?.piece}`.execute(tx)
    const lu = await services(m).storage.get(tx, rows[0]?.fichier ?? '')
    if (!f || !lu) throw new Error('la pièce manque')
    return { numero: f.numero, octets: lu.octets }
  })
const relire = async (m: DossierDEssai, id: FactureId) => {
  const { numero, octets } = await octetsDe(m, id)
  const lue = await lireFactureElectronique(octets)
  if (!lue.ok) throw new Error(lue.error.phrase)
  const xml = Buffer.from(lue.value.xml).toString('utf8')
  expect({
    regles: lue.value.regles,
    en: jouer('en', xml),
    fx: jouer('fx', xml),
    fr: jouer('fr', xml),
  }).toEqual({ regles: [], en: [], fx: [], fr: [] })
  return { numero, octets, d: lue.value.facture, texte: lireTexte(octets) }
}
const preparer = async (m: DossierDEssai, rang = 0) => {
  const p = await dans(m, (tx) =>
    preparerDuDossier(
      tx,
      { id: newId<'ProjetFacture'>(), session: m.fil.session, dossier: m.dossier, rang, genre: 'facture' },
      le,
    ),
  )
  if (!p.ok) throw new Error(p.error.phrase)
  return p.value
}
const verifier = (m: DossierDEssai, projet: ProjetId) =>
  dans(m, async (tx) => {
    const p = await lireProjet(tx, projet)
    return p && verifierProjet(m.services, tx, p, le)
  })

describe('une facture émise', () => {
  it('est un Factur-X : acompte, facture qui le déduit, avoir qui la cite, et la commande en rend les octets', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const acompte = await relire(m, await emise(m, await unAcompte(base, m)))
    expect(acompte.d).toMatchObject({ type: '386', cadre: 'S1', totaux: { net: '300.00' } })

    const facture = await emise(m, await preparer(m))
    const lue = await relire(m, facture)
    expect(lue.d).toMatchObject({
      profil: 'urn:cen.eu:en16931:2017',
      type: '380',
      cadre: 'S4',
      anterieures: [{ numero: acompte.numero, date: '2026-11-25' }],
      acheteur: { adresses: [{ schema: '0225', id: '999381650' }] },
      ventilation: [{ categorie: 'E', codeMotif: 'VATEX-FR-CGI261-4', base: '700.00' }],
      totaux: { ttc: '700.00', net: '700.00' },
    })

    const projet = newId<'ProjetFacture'>()
    await dans(m, (tx) =>
      preparerAvoir(tx, { id: projet, facture, motif: 'Erreur de client', rendre: new Map() }, le),
    )
    const avoir = await relire(m, await emise(m, projet))
    expect(avoir.d).toMatchObject({
      type: '381',
      anterieures: [{ numero: lue.numero, date: '2026-11-25' }],
      totaux: { ttc: '700.00' },
    })

    const err: string[] = []
    const commande = (...args: readonly string[]) =>
      factureElectroniqueEcrireCommande.run(args, {
        services: {
          ...services(m),
          db: { ...m.services.db, withoutTenant: (w) => base.worker.withoutTenant(w) },
        },
        dossier,
        stdout: () => {},
        stderr: (t) => void err.push(t),
      })
    const appel = ['--organisme', m.fil.code, '--numero', lue.numero, '--vers', 'f.pdf']
    expect(await commande(...appel)).toBe(0)
    expect(readFileSync(join(dossier, 'f.pdf')).equals(Buffer.from(lue.octets))).toBe(true)
    expect(await commande('--organisme', m.fil.code, '--numero', 'FA-1', '--vers', 'g.pdf')).toBe(2)
    expect(await commande('--organisme', 'nulle-part', '--numero', 'FA-1', '--vers', 'g.pdf')).toBe(2)
    expect(await commande('--organisme', m.fil.code)).toBe(2)
    expect(err.join('')).toContain('FA-1')
  })

  it('à un particulier sans courriel : vingt pour cent, les notes « sans objet » sur le papier aussi', async () => {
    const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
    const [projet = ''] = await projetsLibres(base, m, 1)
    await base.maintenance(async (tx) => {
      const personne = newId()
      await sql`insert into tiers.personne (organisme_id, id, activite_id, prenom, nom, pli, adresse, code_postal, ville, cree_le)
        values (${m.fil.organisme}, ${personne}, ${m.fil.activite}, 'Ève', 'Ait Ouazzou', 'ait ouazzou eve', '2 rue du Port', '35000',
          'Rennes', now())`.execute(tx)
      await sql`update facturation.projet set payeur_entreprise_id = null, payeur_personne_id = ${personne} where id = ${projet}`.execute(
        tx,
      )
    })
    const { d, texte } = await relire(m, await emise(m, projet as ProjetId))
    expect(d).toMatchObject({
      acheteur: { nom: 'Ève Ait Ouazzou', legal: undefined, adresses: [{ schema: 'EM' }] },
      ventilation: [{ categorie: 'S', taux: '20.00', codeDateTva: '72' }],
      totaux: { ht: '100.00', ttc: '120.00' },
    })
    expect(d.notes.filter((n) => n.code === 'PMD' || n.code === 'BAR').map((n) => n.texte)).toEqual([
      'Sans objet.',
      'B2C',
    ])
    expect(texte).toContain(serre('Pénalités de retard : sans objet.'))
    expect(texte).toContain(serre('Escompte : sans objet.'))
  })
})

it('ce que la norme demande et que la fiche n’a pas se dit avant, par son champ ; rien n’est émis, aucun numéro n’est pris', async () => {
  const m = await unDossier(base, [{ dispositif: 'entreprise', montant: 100_000 }])
  const [projet = ''] = await projetsLibres(base, m, 1)
  await base.maintenance((tx) =>
    sql`update tiers.entreprise set pays = 'CH', siren = null, courriel = null where id = ${m.client}`.execute(
      tx,
    ),
  )
  expect((await verifier(m, projet as ProjetId))?.electronique.map((r) => [r.champ, r.ou])).toEqual([
    ['acheteur.adresseElectronique', 'acheteur'],
  ])
  expect(await emettre(m, projet as ProjetId)).toMatchObject({
    ok: false,
    error: [{ code: 'adresse-electronique' }],
  })
  await base.maintenance((tx) =>
    sql`update tiers.entreprise set courriel = 'compta@exemple.example' where id = ${m.client}`.execute(tx),
  )
  const { numero, d } = await relire(m, await emise(m, projet as ProjetId))
  expect([numero, d.ventilation[0]?.categorie, d.acheteur?.adresse?.ville]).toEqual([
    'FA-2026-0001',
    'S',
    'Rennes',
  ])
})

/** Les documents qu’un pôle met en commun, par les pages et sous le rôle de l’application : qui lit quoi, ce qu’une copie dit, ce qu’une licence retient. */
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { poleModule } from '#modules/pole/index.ts'
import { classerSupport } from '#modules/qualite/index.ts'
import { moduleRessources } from '#modules/ressources/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { createPdfRenderer } from '#platform/pdf/create-pdf-renderer.ts'
import { postgresStorage } from '#platform/storage/postgres-storage.ts'
import { poserPole } from '../../src/modules/mutualisation/test/pole-d-essai.ts'
import {
  lireCopies,
  lireFichier,
  lireRelectures,
  lireRessources,
  lireVersions,
} from '../../src/modules/ressources/db/ressources.ts'
import {
  type AVerser,
  prendreCopie,
  relireVersion,
  verserVersion,
} from '../../src/modules/ressources/db/ressources-portes.ts'
import type { CopieId, RessourceId, VersionId } from '../../src/modules/ressources/domain/ressources.ts'
import { type Connectee, monde, sansInsecables } from '../monde/index.ts'
import { pdfDEssai } from '../pdf-d-essai.ts'

const pdf = createPdfRenderer()
afterAll(() => pdf.close())
const m = await monde({
  modules: [poleModule, moduleRessources({ classerSupport })],
  coops: { a: 'Langue & Lien', b: 'Les Tisserands', c: 'Terre d’Appui', tierce: 'Étrangère' },
  gens: {
    ana: { roles: ['responsable'], chez: 'a', prenom: 'Ana', nom: 'Le Goff' },
    bea: { roles: ['responsable-pedagogique'], chez: 'b', prenom: 'Béa', nom: 'Ndiaye' },
    forme: { roles: ['formateur'], chez: 'b', prenom: 'Farid', nom: 'Ben Saïd' },
    cleo: { roles: ['responsable'], chez: 'c' },
    theo: { roles: ['responsable'], chez: 'tierce' },
    aude: { roles: ['auditeur'], chez: 'b' },
    union: { roles: ['responsable'], chez: 'tierce', union: true },
  },
  maintenant: new Date().toISOString(),
  texte: sansInsecables,
  services: { pdf, storage: postgresStorage() },
})
const { base, ana, bea, forme, cleo, theo, aude, union } = m
await base.maintenance((tx) => poserPole(tx, [ana, bea, cleo]))
const en = <T>(qui: Connectee, work: (tx: TenantTx) => Promise<T>) =>
  base.enTantQue(qui.organisme, { personne: qui.personne }, work)
const pole = async () =>
  /name="pole"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(
    (await ana.lire('/ressources/deposer')).texte,
  )?.[1] ?? ''

const dit = {
  auteurs: 'Ana Le Goff, Zoé Škvorecká',
  titulaire: 'Langue & Lien',
  licence: 'cc-by-sa',
  origine: 'rien',
  copie: '',
  source: '',
  sourceLicence: '',
  contenus: 'aucun',
  tiers: '',
  accessibilite: 'verifiee',
  acces: '',
  valableAu: '',
  sources: '',
  note: '',
}
const formulaire = (champs: Record<string, string>, fichier = 'livret.pdf') => {
  const f = new FormData()
  for (const [nom, v] of Object.entries({ ...dit, ...champs })) f.append(nom, v)
  f.append('fichier', new File([pdfDEssai()], fichier, { type: 'application/pdf' }))
  return f
}
const deposer = async (qui: Connectee, champs: Record<string, string> = {}) => {
  const r = await qui.poster(
    '/ressources/deposer',
    formulaire({
      pole: await pole(),
      titre: 'Recevoir sans stéréotype',
      genre: 'support',
      publics: '',
      duree: '',
      prerequis: '',
      langues: 'français',
      ...champs,
    }),
  )
  return { ...r, id: r.vers.split('/').at(-1) as RessourceId }
}
const derniere = async (qui: Connectee, r: RessourceId) =>
  (await en(qui, (tx) => lireVersions(tx, r)))[0]?.id as VersionId
const aVerser = (plus: Partial<AVerser> = {}): AVerser => ({
  note: '',
  auteurs: 'Une autre',
  titulaire: 'Une autre',
  licence: 'cc-by',
  dApres: '',
  dApresLicence: null,
  tiers: '',
  accessibilite: 'verifiee',
  acces: '',
  valableAu: null,
  sources: '',
  copie: null,
  fichier: { nom: 'a.pdf', type: 'application/pdf', octets: Buffer.from(pdfDEssai()) },
  ...plus,
})

describe('un document mis en commun', () => {
  it('se dépose avec ses auteurs et une licence choisie, se relit par une autre, et ne se lit que du pôle', async () => {
    // Aucune licence n’est cochée d’avance, et sans elle rien ne se dépose.
    expect((await ana.lire('/ressources/deposer')).texte).not.toMatch(/name="licence"[^>]*checked/)
    expect((await deposer(ana, { licence: '' })).texte).toContain('Choisissez une licence')
    expect((await deposer(ana, { contenus: 'oui' })).texte).toContain('ce qui vous permet de les montrer')
    expect((await deposer(ana, { genre: 'charte' })).texte).toContain('dites jusqu’au quel jour')
    const { statut, id } = await deposer(ana)
    expect(statut).toBe(303)
    const page = (await bea.lire(`/ressources/${id}`)).texte
    for (const mot of ['Zoé Škvorecká', 'CC BY-SA 4.0', 'aucun, dit qui l’a déposé', 'à relire'])
      expect(page).toContain(mot)
    // Qui l’a déposée ne se relit pas ; une autre signe, une fois.
    const version = await derniere(ana, id)
    expect((await ana.poster(`/ressources/${id}/relire`, { version, avis: 'bon', mot: '' })).texte).toContain(
      'Vous l’avez déposée',
    )
    expect(
      (await forme.poster(`/ressources/${id}/relire`, { version, avis: 'a-reprendre', mot: '' })).statut,
    ).toBe(409)
    expect((await forme.poster(`/ressources/${id}/relire`, { version, avis: 'bon', mot: '' })).statut).toBe(
      303,
    )
    expect((await ana.lire(`/ressources/${id}`)).texte).toContain('Farid Ben Saïd, Les Tisserands')
    // Ni une tierce, ni l’Union, ni un lien, ni qui n’est pas entré : ni ligne, ni fichier, ni nombre.
    for (const qui of [theo, union]) {
      expect((await qui.lire('/ressources')).texte).not.toContain('stéréotype')
      expect((await qui.lire(`/ressources/${id}`)).statut).toBe(404)
      expect((await qui.lire(`/ressources/${id}/versions/${version}`)).statut).toBe(404)
      expect(await en(qui, (tx) => lireVersions(tx, id))).toEqual([])
      expect(await en(qui, (tx) => lireRelectures(tx, id))).toEqual([])
      expect(
        await en(qui, (tx) => prendreCopie(tx, newId<'CopieDeRessource'>() as CopieId, version, new Date())),
      ).toBe('introuvable')
      expect(
        await en(qui, (tx) =>
          relireVersion(tx, newId(), version, { avis: 'bon', mot: '', par: 'X' }, new Date()),
        ),
      ).toBe('introuvable')
    }
    for (const acces of [{}, { portee: [] }])
      expect(await base.enTantQue(ana.organisme, acces, (tx) => lireRessources(tx))).toEqual([])
    expect(await base.db.withoutTenant((tx) => lireRessources(tx as never))).toEqual([])
    expect([302, 303, 401]).toContain((await m.sansCompte.lire(`/ressources/${id}`)).statut)
    // Qui contrôle lit, et ne prend rien.
    expect((await aude.lire(`/ressources/${id}`)).texte).not.toContain('Prendre une copie')
    expect((await aude.poster(`/ressources/${id}/prendre`, { version })).statut).toBe(403)
    // Une version dépose la sienne sur ce que personne d’autre n’a changé entre-temps.
    expect(
      await en(bea, (tx) =>
        verserVersion(tx, newId<'VersionDeRessource'>() as VersionId, id, 1, aVerser(), new Date()),
      ),
    ).toBe('introuvable')
    expect((await ana.poster(`/ressources/${id}/verser`, formulaire({ vue: '0' }))).texte).toContain(
      'plus récente',
    )
  })
})

describe('une copie à soi', () => {
  it('sort précédée de son attribution, se range à adapter, et dit qu’une version plus récente existe', async () => {
    const { id } = await deposer(ana, {
      titre: 'Livret d’accueil',
      genre: 'livret-accueil',
      valableAu: '31/12/2031',
      auteurs: 'ليلى العربي, Ana Le Goff',
    })
    const version = await derniere(ana, id)
    // Une seule, même demandée deux fois à la fois.
    const prises = await Promise.all([
      bea.poster(`/ressources/${id}/prendre`, { version }),
      bea.poster(`/ressources/${id}/prendre`, { version }),
    ])
    expect(prises.map((p) => p.statut)).toEqual([303, 303])
    const [copie, ...autres] = await en(bea, (tx) => lireCopies(tx))
    expect([copie?.titre, autres]).toEqual(['Livret d’accueil', []])
    // L’export : le feuillet, puis le document.
    const r = await bea.lire(`/ressources/copies/${copie?.id}/fichier`)
    expect(r.type).toBe('application/pdf')
    const mupdf = await import('mupdf')
    const lu = mupdf.Document.openDocument(r.octets, 'application/pdf')
    expect(lu.countPages()).toBe(2)
    const feuillet = lu.loadPage(0).toStructuredText('').asText().replace(/\s+/g, ' ')
    for (const mot of ['Livret d’accueil', 'Ana Le Goff', 'CC BY-SA 4.0', 'by-sa/4.0', 'Les Tisserands'])
      expect(feuillet).toContain(mot)
    // Au registre, à adapter, son fichier joint.
    const { rows } = await base.maintenance((tx) =>
      sql<{
        reprise: string
        joints: number
      }>`select r.contenu ->> 'repriseDe' as reprise, (select count(*)::int4 from qualite.jointe j
        where j.organisme_id = r.organisme_id and j.ligne_id = r.id) as joints from qualite.registre r where r.organisme_id = ${bea.organisme}`.execute(
        tx,
      ),
    )
    expect(rows).toHaveLength(1)
    expect(rows[0]?.reprise).toContain('Langue & Lien, copie du')
    expect(rows[0]?.joints).toBe(1)
    // Qui dépose sait combien, jamais lesquelles.
    expect((await ana.lire(`/ressources/${id}`)).texte).toContain('1 coopérative')
    expect((await ana.lire(`/ressources/${id}`)).texte).not.toContain('Tisserands')
    expect((await en(cleo, (tx) => lireRessources(tx, id)))[0]?.copies).toBeNull()
    expect((await bea.lire('/ressources/copies')).texte).toContain('à jour')
    expect(
      (await ana.poster(`/ressources/${id}/verser`, formulaire({ vue: '1', valableAu: '31/12/2032' })))
        .statut,
    ).toBe(303)
    expect((await bea.lire('/ressources/copies')).texte).toContain('une version plus récente existe')
    expect((await bea.poster(`/ressources/${id}/prendre`, { version })).texte).toContain(
      'plus récente est arrivée',
    )
    // Une personne d’une seule enseigne, une autre coopérative : ni copie, ni fichier.
    const uneEnseigne = await base.enTantQue(bea.organisme, { personne: bea.personne, portee: [] }, (tx) =>
      lireCopies(tx),
    )
    expect([
      uneEnseigne,
      await en(cleo, (tx) => lireCopies(tx)),
      await en(theo, (tx) => lireCopies(tx)),
    ]).toEqual([[], [], []])
    expect((await cleo.lire(`/ressources/copies/${copie?.id}/fichier`)).statut).toBe(404)
    // Retiré : plus rien ne s’en prend ni ne s’en lit, la copie s’ouvre encore.
    expect((await bea.poster(`/ressources/${id}/retirer`)).statut).toBe(409)
    expect((await ana.poster(`/ressources/${id}/retirer`)).statut).toBe(303)
    expect((await bea.lire(`/ressources/${id}`)).statut).toBe(404)
    expect((await bea.lire(`/ressources/copies/${copie?.id}/fichier`)).statut).toBe(200)
    expect(await en(cleo, (tx) => lireFichier(tx, version))).toBeUndefined()
    const csv = (await bea.lire('/ressources/copies?format=csv')).texte
    expect(csv).toContain('by-sa/4.0/deed.fr')
  })

  it('garde la licence « à l’identique » de ce dont elle part, par la page et en base', async () => {
    const { id } = await deposer(ana, { titre: 'À partager à l’identique' })
    await bea.poster(`/ressources/${id}/prendre`, { version: await derniere(ana, id) })
    const copie = (await en(bea, (tx) => lireCopies(tx))).find((c) => c.ressource === id)?.id as CopieId
    expect(
      (await deposer(bea, { titre: 'Trop libre', licence: 'cc-by', origine: 'copie', copie })).texte,
    ).toContain('garde sa licence')
    expect(
      (await deposer(bea, { titre: 'Trop fermé', licence: 'reserve', origine: 'copie', copie })).statut,
    ).toBe(422)
    expect(
      (
        await deposer(bea, {
          titre: 'D’ailleurs',
          licence: 'cc-by',
          origine: 'autre',
          source: 'Un guide',
          sourceLicence: 'reserve',
        })
      ).statut,
    ).toBe(422)
    const sien = await deposer(bea, { titre: 'Adapté ici', origine: 'copie', copie })
    expect(sien.statut).toBe(303)
    expect((await cleo.lire(`/ressources/${sien.id}`)).texte).toContain('version 1, de Ana Le Goff')
    // La base lit la licence de la copie : celle que l’appelant lui donne n’y change rien.
    expect(
      await en(bea, (tx) =>
        verserVersion(
          tx,
          newId<'VersionDeRessource'>() as VersionId,
          sien.id,
          1,
          aVerser({ copie, dApres: 'X', dApresLicence: 'cc-by' }),
          new Date(),
        ),
      ),
    ).toBe('heritage')
    // Tous droits réservés : rien ne s’en prend.
    const reserve = await deposer(ana, { titre: 'À demander', licence: 'reserve' })
    expect((await bea.lire(`/ressources/${reserve.id}`)).texte).toContain('demandez une copie à Langue')
    expect(
      (await bea.poster(`/ressources/${reserve.id}/prendre`, { version: await derniere(ana, reserve.id) }))
        .statut,
    ).toBe(409)
  })
})

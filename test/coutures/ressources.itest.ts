// Long parce que déposer, prendre et ruser se jouent d’un même pôle : un second fichier coûterait sa base.
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
const formulaire = (champs: Record<string, string>, contenu = pdfDEssai()) => {
  const f = new FormData()
  for (const [nom, v] of Object.entries({ ...dit, ...champs })) f.append(nom, v)
  f.append('fichier', new File([contenu], 'livret.pdf', { type: 'application/pdf' }))
  return f
}
/** Un PDF à soi. */
const autrePdf = (n: number) => pdfDEssai(`4 0 obj(${n})endobj`)
const deposer = async (qui: Connectee, champs: Record<string, string> = {}, contenu = pdfDEssai()) => {
  const r = await qui.poster(
    '/ressources/deposer',
    formulaire(
      {
        pole: await pole(),
        titre: 'Recevoir sans stéréotype',
        genre: 'support',
        publics: '',
        duree: '',
        prerequis: '',
        langues: 'français',
        ...champs,
      },
      contenu,
    ),
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

it('chaque modèle commun dit jusqu’où son droit fut vérifié, ce qui est à d’autres et qui peut le lire, ou ne se dépose pas', async () => {
  for (const [n, genre] of ['convention', 'charte', 'livret-accueil', 'procedure'].entries()) {
    const modele = {
      genre,
      titre: `Modèle ${n}`,
      contenus: 'oui',
      tiers: 'Un dessin, avec l’accord de son autrice',
    }
    const depose = (plus: Record<string, string>) => deposer(ana, { ...modele, ...plus }, autrePdf(900 + n))
    expect((await depose({ valableAu: '' })).texte).toContain('dites jusqu’au quel jour')
    const { statut, id } = await depose({ valableAu: '31/12/2027', accessibilite: 'partielle' })
    expect(statut).toBe(303)
    const page = (await bea.lire(`/ressources/${id}`)).texte
    for (const mot of ['Un dessin, avec l’accord de son autrice', 'partielle', '2027'])
      expect(page, genre).toContain(mot)
  }
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

const pagesDe = async (octets: Uint8Array) => {
  const mupdf = await import('mupdf')
  const lu = mupdf.Document.openDocument(octets, 'application/pdf')
  const texte = lu.loadPage(0).toStructuredText('').asText().replace(/\s+/g, ' ')
  return { pages: lu.countPages(), texte }
}

describe('qui ruse', () => {
  it('ne double ni le document, ni la version d’une autre en reprenant son identifiant', async () => {
    const { id } = await deposer(ana, { titre: 'Le vrai' })
    const version = await derniere(ana, id)
    expect(version).not.toBe(id)
    expect((await deposer(cleo, { _jeton: id, titre: 'Le double' })).statut).toBe(409)
    expect((await en(bea, (tx) => lireRessources(tx, id))).map((r) => r.titre)).toEqual(['Le vrai'])
    const sien = await deposer(cleo, { titre: 'Le sien' })
    expect(await en(cleo, (tx) => verserVersion(tx, version, sien.id, 1, aVerser(), new Date()))).toBe(
      'refuse',
    )
    expect(await en(bea, (tx) => lireVersions(tx, id))).toHaveLength(1)
  })

  it('d’un dépôt refusé, rien ne reste, et le même envoi corrigé passe', async () => {
    const contenu = autrePdf(3)
    const { id } = await deposer(ana, { titre: 'À reprendre' }, contenu)
    await bea.poster(`/ressources/${id}/prendre`, { version: await derniere(ana, id) })
    const copie = (await en(bea, (tx) => lireCopies(tx))).find((c) => c.ressource === id)?.id as CopieId
    const _jeton = newId()
    const tue = await deposer(bea, { _jeton, titre: 'Copié sans le dire' }, contenu)
    expect([tue.statut, tue.texte.includes('celui d’une copie')]).toEqual([409, true])
    expect(await en(bea, (tx) => lireRessources(tx, _jeton as unknown as RessourceId))).toEqual([])
    const corrige = await deposer(bea, { _jeton, titre: 'Copié et dit', origine: 'copie', copie }, contenu)
    expect([corrige.statut, corrige.id]).toEqual([303, _jeton])
    expect((await bea.lire(`/ressources/${corrige.id}`)).texte).toContain('Copié et dit')
    // Envoyé deux fois, il n’est là qu’une fois.
    expect(
      (await deposer(bea, { _jeton, titre: 'Copié et dit', origine: 'copie', copie }, contenu)).statut,
    ).toBe(303)
    expect(await en(bea, (tx) => lireVersions(tx, corrige.id))).toHaveLength(1)
  })

  it('ne lave pas une licence « à l’identique » en déposant la version suivante', async () => {
    const { id } = await deposer(ana, { titre: 'À l’identique', auteurs: 'Ana Le Goff' }, autrePdf(4))
    await bea.poster(`/ressources/${id}/prendre`, { version: await derniere(ana, id) })
    const copie = (await en(bea, (tx) => lireCopies(tx))).find((c) => c.ressource === id)?.id as CopieId
    const sien = await deposer(bea, { titre: 'Repris', origine: 'copie', copie }, autrePdf(5))
    const verser = (champs: Record<string, string>) =>
      bea.poster(`/ressources/${sien.id}/verser`, formulaire({ vue: '1', ...champs }, autrePdf(6)))
    expect((await verser({ licence: 'cc-by' })).texte).toContain('garde sa licence')
    expect(
      (await verser({ licence: 'cc-by', origine: 'autre', source: 'Un autre guide', sourceLicence: 'cc-by' }))
        .texte,
    ).toContain('garde sa licence')
    expect((await verser({})).statut).toBe(303)
    const [v2] = await en(cleo, (tx) => lireVersions(tx, sien.id))
    expect([v2?.rang, v2?.dApresLicence]).toEqual([2, 'cc-by-sa'])
    expect(v2?.dApres).toContain('de Ana Le Goff')
    // Et la troisième génération cite les deux d’avant.
    await cleo.poster(`/ressources/${sien.id}/prendre`, { version: v2?.id ?? '' })
    const prise = (await en(cleo, (tx) => lireCopies(tx))).find((c) => c.ressource === sien.id)?.id as CopieId
    const suite = await deposer(cleo, { titre: 'Repris encore', origine: 'copie', copie: prise }, autrePdf(7))
    const [v] = await en(ana, (tx) => lireVersions(tx, suite.id))
    for (const mot of ['« Repris »', 'sous CC BY-SA 4.0, d’après : « À l’identique »', 'Langue & Lien'])
      expect(sansInsecables(v?.dApres ?? '')).toContain(sansInsecables(mot))
  })

  it('n’ouvre pas le fichier d’une autre sans son feuillet, ni celui d’une œuvre réservée', async () => {
    const { id } = await deposer(ana, { titre: 'À lire' }, autrePdf(8))
    const ou = `/ressources/${id}/versions/${await derniere(ana, id)}`
    const lu = await pagesDe((await bea.lire(ou)).octets)
    expect([lu.pages, lu.texte.includes('ouverte par Les Tisserands')]).toEqual([2, true])
    expect((await pagesDe((await ana.lire(ou)).octets)).pages).toBe(1)
    const reserve = await deposer(ana, { titre: 'Réservée', licence: 'reserve' }, autrePdf(9))
    const laSienne = `/ressources/${reserve.id}/versions/${await derniere(ana, reserve.id)}`
    expect((await bea.lire(laSienne)).statut).toBe(404)
    expect((await bea.lire(`/ressources/${reserve.id}`)).texte).not.toContain(laSienne)
    expect((await ana.lire(laSienne)).statut).toBe(200)
    // Ce que l’on n’ouvre pas ne se relit pas.
    const version = await derniere(ana, reserve.id)
    expect(
      (await bea.poster(`/ressources/${reserve.id}/relire`, { version, avis: 'bon', mot: '' })).statut,
    ).toBe(409)
  })

  it('d’un PDF qui ne se compose pas, aucune copie n’est prise', async () => {
    const { id } = await deposer(ana, { titre: 'Abîmé' }, autrePdf(10))
    const version = newId<'VersionDeRessource'>() as VersionId
    const octets = Buffer.from('ce n’est pas un PDF')
    expect(
      await en(ana, (tx) =>
        verserVersion(
          tx,
          version,
          id,
          1,
          aVerser({ fichier: { nom: 'a.pdf', type: 'application/pdf', octets } }),
          new Date(),
        ),
      ),
    ).toBe('versee')
    const pris = await bea.poster(`/ressources/${id}/prendre`, { version })
    expect([pris.statut, pris.texte.includes('ne se lit plus')]).toEqual([409, true])
    expect((await en(bea, (tx) => lireCopies(tx))).filter((c) => c.ressource === id)).toEqual([])
    const ouvert = await bea.lire(`/ressources/${id}/versions/${version}`)
    expect([ouvert.statut, ouvert.texte.includes('Le fichier ne s’ouvre pas')]).toEqual([409, true])
  })
})

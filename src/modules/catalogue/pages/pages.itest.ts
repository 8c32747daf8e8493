// Long parce que toutes les pages du module s’y éprouvent sur une même base.
import { describe, expect, it } from 'vitest'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { eprouver } from '../../../../test/fuzz/formulaires.ts'
import { type Connectee, monde } from '../../../../test/monde/index.ts'
import { lireFichePublique } from '../db/fiches.ts'
import type { OffreId } from '../domain/offre.ts'
import { catalogue } from '../module.ts'
import { contenuComplet, contenuSimple } from '../test/contenus.ts'
import { unCatalogue } from '../test/fichiers.ts'
import { poserOffre } from '../test/offres.ts'
import { publierUneOffre } from '../test/publier.ts'

const m = await monde({
  modules: [catalogue],
  roles: ['responsable', 'formateur', 'administration'],
  gens: { voisin: { roles: ['responsable'], chez: 'voisine' } },
})
const { base, app, pannes, responsable, formateur, administration, voisin } = m
const { coop, voisine } = m.coops
const jour = jourLocal(m.services.clock.now(), ZONE_PAR_DEFAUT)
const envoyer = (elle: Connectee, octets: Uint8Array, traits: Record<string, string> = {}) => {
  const corps = new FormData()
  for (const [nom, valeur] of Object.entries(traits)) corps.set(nom, valeur)
  corps.set('fichier', new File([new Uint8Array(octets)], 'catalogue.xml'))
  return elle.poster('/catalogue/importer', corps)
}

const poser = (intitule: string, etat: 'brouillon' | 'adoptee' = 'brouillon'): Promise<OffreId> =>
  base.maintenance((tx) =>
    poserOffre(tx, { organisme: coop.organisme, activite: coop.activite, intitule, etat }),
  )
const idDe = (vers: string): string => /[0-9a-f-]{36}/.exec(vers)?.[0] ?? ''

describe('/catalogue', () => {
  it('vide, apprend comment le remplir, et seulement à qui le peut', async () => {
    const v = await voisin.aller('/catalogue')
    expect(v.texte).toContain('Le catalogue est encore vide')
    expect(v.texte).toContain('href="/catalogue/importer"')
    const seul = await m.entrer(voisine.organisme, { roles: ['auditeur'] })
    expect((await seul.aller('/catalogue')).texte).not.toContain('/catalogue/importer')
  })
  it('se filtre, se feuillette par repère, s’exporte sans formule', async () => {
    await poser('=cmd()')
    await poser('Été au jardin')
    await poser('Zythologie', 'adoptee')
    const liste = await responsable.aller('/catalogue?q=ETE')
    expect(liste.texte).toContain('Été au jardin')
    expect(liste.texte).not.toContain('Zythologie')
    expect((await responsable.aller('/catalogue?etat=adoptee')).texte).not.toContain('Été au jardin')
    const csv = await responsable.aller('/catalogue?format=csv')
    expect(csv.entetes.get('content-type')).toContain('text/csv')
    expect(csv.texte).toContain("'=cmd()")
    for (const q of [
      '?apres=%00',
      '?avant=W10',
      `?apres=${Buffer.from('["a","b"]').toString('base64url')}`,
      '?q=%00%ff',
      '?etat=toString',
    ])
      expect((await responsable.aller(`/catalogue${q}`)).statut).toBe(200)
  })
  it('au-delà de cinquante, une page suit l’autre sans en perdre', async () => {
    for (let i = 0; i < 60; i += 1) await poser(`Page ${String(i).padStart(2, '0')}`)
    const une = await responsable.aller('/catalogue?q=page')
    const suite = /href="([^"]+)" rel="next"/.exec(une.texte)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const deux = await responsable.aller(suite)
    expect([une, deux].map((p) => p.texte.match(/>Page \d\d</g)?.length)).toEqual([50, 10])
  })
})

describe('/catalogue/importer', () => {
  it('lit le fichier, montre le rapport et mène aux brouillons', async () => {
    const r = await envoyer(
      responsable,
      unCatalogue(
        { intitule: 'Lu dans un fichier' },
        { numero: 'F2', siret: '55208131766522', intitule: 'D’ailleurs' },
      ),
    )
    expect([r.statut, r.vers]).toEqual([303, expect.stringMatching(/^\/catalogue\/imports\//)])
    const rapport = await responsable.aller(r.vers ?? '')
    expect(rapport.texte).toContain('Lu dans un fichier')
    expect(rapport.texte).toContain('un autre que le vôtre')
    const offre = /href="(\/catalogue\/[0-9a-f-]{36})"/.exec(rapport.texte)?.[1] ?? ''
    expect((await responsable.aller(offre)).statut).toBe(200)
    expect((await voisin.aller(r.vers ?? '')).statut).toBe(404)
  })
  it.each([
    ['<!DOCTYPE x><x/>', 'DOCTYPE'],
    ['<html/>', 'pas un catalogue LHEO'],
    ['', 'vide'],
  ])('refuse %s avec sa phrase', async (texte, attendu) => {
    const r = await envoyer(responsable, new TextEncoder().encode(texte))
    expect(r.statut).toBe(422)
    expect(r.texte).toContain(attendu)
  })
  it('sans fichier, ou trop lourd : une phrase', async () => {
    expect((await responsable.aller('/catalogue/importer', {})).texte).toContain('Choisissez un fichier LHEO')
    const lourd = await envoyer(responsable, new Uint8Array(12_100_000))
    expect([lourd.statut, lourd.texte.includes('12\u00a0Mo')]).toEqual([413, true])
  })
  it('un formateur n’importe pas, l’administration non plus', async () => {
    for (const qui of [formateur, administration]) {
      expect((await qui.aller('/catalogue/importer')).statut).toBe(403)
      expect((await envoyer(qui, unCatalogue({ numero: 'F40' }))).statut).toBe(403)
    }
  })
})

describe('/catalogue/nouvelle, /catalogue/:offre/modifier', () => {
  it('un brouillon ouvert par deux personnes : la seconde n’efface pas la première', async () => {
    const url = `/catalogue/${await poser('Relire à deux')}/modifier`
    const luDe = (page: string) =>
      (/name="_lu" value="([^"]*)"/.exec(page)?.[1] ?? '').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    const [un, deux] = [
      luDe((await responsable.aller(url)).texte),
      luDe((await responsable.aller(url)).texte),
    ]
    const premier = { intitule: 'Relire à deux', objectif: 'Se relire sans s’effacer.', _lu: un }
    expect((await responsable.aller(url, premier)).statut).toBe(303)
    expect((await responsable.aller(url, premier)).statut).toBe(303)
    const second = await responsable.aller(url, {
      intitule: 'Relire à deux',
      prerequis: 'Aucun.',
      _lu: deux,
    })
    expect([second.statut, second.texte.includes('a changé pendant que vous écriviez')]).toEqual([409, true])
    expect(second.texte).toContain('Se relire sans s’effacer.')
    expect(second.texte).toContain('Aucun.')
    const relu = { ...premier, prerequis: 'Aucun.', _lu: luDe(second.texte) }
    expect((await responsable.aller(url, relu)).statut).toBe(303)
    const page = (await responsable.aller(url)).texte
    expect([page.includes('Se relire sans s’effacer.'), page.includes('Aucun.')]).toEqual([true, true])
  })

  it('un double envoi n’écrit qu’une offre', async () => {
    const corps = {
      intitule: 'Écrite à la main',
      duree: '3 h 30',
      prix: '1 400,00',
      _jeton: '018f4a00-0000-7000-8000-0000000000f1',
    }
    const deux = [
      await responsable.aller('/catalogue/nouvelle', corps),
      await responsable.aller('/catalogue/nouvelle', corps),
    ]
    expect(new Set(deux.map((r) => r.vers)).size).toBe(1)
    const fiche = await responsable.aller(deux[0]?.vers ?? '')
    expect(fiche.texte).toContain('3\u00a0h\u00a030')
    expect(fiche.texte).toContain('délai d’accès')
  })
  it('garde les fautes et ce qui a été écrit', async () => {
    const r = await responsable.aller('/catalogue/nouvelle', { certification: 'bleu', objectif: 'Gardé' })
    expect(r.statut).toBe(422)
    expect(r.texte).toContain('Écrivez l’intitulé')
    expect(r.texte).toContain('Gardé')
  })
  it('la marque Qualiopi n’entre pas dans une offre, sauf si l’action porte sur elle ; ce qui est écrit reste', async () => {
    const champs = { intitule: 'Anglais', suivi: 'Organisme certifié Qualiopi, feuilles signées' }
    const r = await responsable.aller('/catalogue/nouvelle', champs)
    expect(r.statut).toBe(422)
    expect(r.texte).toContain('marque Qualiopi ne s’écrit pas ici')
    // Une durée fautive ne la cache pas : la page dit les deux.
    const deux = await responsable.aller('/catalogue/nouvelle', { ...champs, duree: 'longue' })
    expect(deux.texte).toContain('marque Qualiopi ne s’écrit pas ici')
    expect(deux.texte).toContain('Deux réponses à reprendre')
    expect(r.texte).toContain('feuilles signées')
    const id = idDe((await responsable.aller('/catalogue/nouvelle', { ...champs, suivi: 'Feuilles' })).vers)
    expect((await responsable.aller(`/catalogue/${id}/modifier`, champs)).statut).toBe(422)
    expect(
      (
        await responsable.aller('/catalogue/nouvelle', {
          intitule: 'Préparer son audit Qualiopi',
          objectif: 'Lire les sept critères de Qualiopi.',
        })
      ).statut,
    ).toBe(303)
  })
  it('un formateur corrige la sienne, pas celle d’un autre', async () => {
    const sienne = idDe((await formateur.aller('/catalogue/nouvelle', { intitule: 'La mienne' })).vers)
    expect(
      (await formateur.aller(`/catalogue/${sienne}/modifier`, { intitule: 'La mienne, mieux' })).statut,
    ).toBe(303)
    expect((await formateur.aller(`/catalogue/${sienne}`)).texte).toContain('La mienne, mieux')
    const autre = await poser('Pas la sienne')
    expect((await formateur.aller(`/catalogue/${autre}/modifier`)).statut).toBe(403)
    expect((await formateur.aller(`/catalogue/${autre}/modifier`, { intitule: 'x' })).statut).toBe(403)
  })
  it('une offre adoptée ne se corrige pas', async () => {
    const id = await poser('Adoptée', 'adoptee')
    expect((await responsable.aller(`/catalogue/${id}/modifier`)).vers).toBe(`/catalogue/${id}`)
    const r = await responsable.aller(`/catalogue/${id}/modifier`, { intitule: 'Autre' })
    expect([r.statut, r.texte.includes('reprenez d’abord')]).toEqual([409, true])
  })
})

describe('/catalogue/:offre/adopter et la fiche', () => {
  it('adopte, retire, reprend', async () => {
    const id = await poser('À adopter')
    expect((await responsable.aller(`/catalogue/${id}/adopter`)).texte).toContain('value="21\u00a0h"')
    expect((await responsable.aller(`/catalogue/${id}/adopter`, { duree: '21 h' })).statut).toBe(422)
    const fait = await responsable.aller(`/catalogue/${id}/adopter`, { duree: '21 h', nature: 'formation' })
    expect([fait.statut, fait.vers]).toEqual([303, `/catalogue/${id}`])
    expect((await responsable.aller(`/catalogue/${id}`)).texte).toContain('validée')
    expect(
      (await responsable.aller(`/catalogue/${id}/adopter`, { duree: '21 h', nature: 'formation' })).statut,
    ).toBe(409)
    for (const geste of ['retirer', 'reprendre'])
      expect((await responsable.aller(`/catalogue/${id}`, { geste })).statut).toBe(303)
    expect((await responsable.aller(`/catalogue/${id}`, { geste: 'detruire' })).statut).toBe(422)
  })
  it('une offre d’un autre organisme le dit, et demande un motif', async () => {
    const r = await envoyer(
      responsable,
      unCatalogue({
        numero: 'F77',
        intitule: 'Reprise',
        siret: '55208131766522',
        organisme: 'Grande maison',
      }),
    )
    const offre =
      /href="(\/catalogue\/[0-9a-f-]{36})"/.exec((await responsable.aller(r.vers ?? '')).texte)?.[1] ?? ''
    expect((await responsable.aller(offre)).texte).toContain(
      'Cette offre porte l’identité d’un autre organisme',
    )
    const sans = await responsable.aller(`${offre}/adopter`, { duree: '21', nature: 'formation' })
    expect([sans.statut, sans.texte.includes('à quel titre')]).toEqual([409, true])
    // La durée qui ne se lit pas et le motif qui manque sont dits ensemble.
    const deux = await responsable.aller(`${offre}/adopter`, { duree: 'longue', nature: 'formation' })
    expect([deux.statut, deux.texte.includes('Deux réponses à reprendre')]).toEqual([422, true])
    const avec = await responsable.aller(`${offre}/adopter`, {
      duree: '21',
      nature: 'formation',
      motif: 'Convention du 3 mars',
    })
    expect(avec.statut).toBe(303)
    const fiche = (await responsable.aller(offre)).texte
    expect(fiche).toContain('Convention du 3 mars')
    expect(fiche).toContain('Grande maison')
  })
  it('ce qui n’existe pas et ce qui est à un autre sont le même 404', async () => {
    const id = await poser('Cachée')
    for (const chemin of [`/catalogue/${id}`, `/catalogue/${id}/adopter`, `/catalogue/${id}/modifier`])
      expect((await voisin.aller(chemin)).statut).toBe(404)
    const corps = { duree: '21', nature: 'formation', intitule: 'x', geste: 'retirer' }
    for (const chemin of [`/catalogue/${id}`, `/catalogue/${id}/adopter`, `/catalogue/${id}/modifier`])
      expect((await voisin.aller(chemin, corps)).statut).toBe(404)
    for (const chemin of [
      '/catalogue/pas-un-uuid',
      '/catalogue/imports/x',
      '/catalogue/018f4a00-0000-7000-8000-0000000000ee',
    ])
      expect((await responsable.aller(chemin)).statut).toBe(404)
  })
  it('un formateur lit la fiche sans ses gestes, et ne les force pas', async () => {
    const id = await poser('À lire')
    const fiche = await formateur.aller(`/catalogue/${id}`)
    expect(fiche.statut).toBe(200)
    expect(fiche.texte).not.toContain('Valider cette offre')
    expect((await formateur.aller(`/catalogue/${id}`, { geste: 'retirer' })).statut).toBe(403)
    expect((await formateur.aller(`/catalogue/${id}/adopter`, { duree: '21', nature: 'vae' })).statut).toBe(
      403,
    )
  })
})

describe('publier, par les pages', () => {
  const champs = (): Record<string, string> => {
    const vides = Object.entries(contenuComplet).filter(([, v]) => typeof v === 'string') as [
      string,
      string,
    ][]
    return {
      ...Object.fromEntries(vides),
      objectifs: contenuComplet.objectifs.map((o) => `- ${o}`).join('\n'),
      certBlocs: contenuComplet.certBlocs.join('\n'),
      certDu: '22/03/2025',
      certAu: '21/03/2030',
      certifiante: 'on',
      duree: '21 h',
      prix: '1 400,00',
      nsf: '332',
    }
  }
  it('ce qui s’écrit au formulaire est ce qui se fige et paraît, champ pour champ', async () => {
    const cree = await responsable.aller('/catalogue/nouvelle', champs())
    const id = idDe(cree.vers) as OffreId
    expect((await responsable.aller(`/catalogue/${id}/adopter`)).texte).toContain('Valider et publier')
    const fait = await responsable.aller(`/catalogue/${id}/adopter`, {
      nature: 'formation',
      duree: '21 h',
      geste: 'publier',
    })
    expect(fait.statut).toBe(303)
    const fiche = await base.db.withoutTenant((tx) => lireFichePublique(tx, jour, id))
    expect(fiche?.contenu).toEqual({ ...contenuComplet, formacodes: [], rome: [] })
    // Le formulaire de la version suivante repart de là, sans rien perdre.
    await responsable.aller(`/catalogue/${id}`, { geste: 'reprendre' })
    const page = (await responsable.aller(`/catalogue/${id}/modifier`)).texte
    expect(page).toContain('value="22/03/2025"')
    expect(page).toContain('<option value="332" selected="">')
    await responsable.aller(`/catalogue/${id}/modifier`, { ...champs(), delaiAcces: 'Trois semaines' })
    const change = (await responsable.aller(`/catalogue/${id}`)).texte
    expect(change).toContain('Ce qui change depuis la version 1')
    expect(change).toContain('Trois semaines')
    expect(change).toContain('Ce qui change, de la version 1 au brouillon')
    await responsable.aller(`/catalogue/${id}/adopter`, { nature: 'formation', duree: '21 h' })
    expect((await responsable.aller(`/catalogue/${id}/versions/2`)).texte).toContain(
      'Ce qui a changé depuis la version 1',
    )
    for (const [qui, numero] of [
      [responsable, '3'],
      [responsable, 'x'],
      [voisin, '1'],
    ] as const)
      expect((await qui.aller(`/catalogue/${id}/versions/${numero}`)).statut).toBe(404)
  })
  it('incomplète, elle ne paraît pas : chaque rubrique est nommée, et le geste forcé refusé', async () => {
    const id = await poser('À compléter', 'adoptee')
    const page = (await responsable.aller(`/catalogue/${id}`)).texte
    expect(page).toContain('titres ou qualités des formateurs')
    expect(page).toMatch(/value="publier" disabled/)
    const force = await responsable.aller(`/catalogue/${id}`, { geste: 'publier' })
    expect(force.statut).toBe(409)
    expect(force.texte).toContain('Il manque')
  })
  it('un formateur ne publie ni ne retire', async () => {
    const id = await publierUneOffre(base.enTantQue, coop)
    for (const geste of ['publier', 'depublier'])
      expect((await formateur.aller(`/catalogue/${id}`, { geste })).statut).toBe(403)
    expect((await voisin.aller(`/catalogue/${id}`, { geste: 'depublier' })).statut).toBe(404)
    expect((await responsable.aller(`/catalogue/${id}`, { geste: 'depublier' })).statut).toBe(303)
    expect(await base.db.withoutTenant((tx) => lireFichePublique(tx, jour, id))).toBeUndefined()
  })
  it('la liste dit ce qui est publié, et le filtre', async () => {
    await publierUneOffre(base.enTantQue, coop, { ...contenuSimple, intitule: 'Parue au catalogue' })
    const liste = (await responsable.aller('/catalogue?etat=publiee')).texte
    expect(liste).toContain('Parue au catalogue')
    expect(liste).not.toContain('Zythologie')
    const csv = (await responsable.aller('/catalogue?etat=publiee&format=csv')).texte
    expect(csv).toContain('d. Autre formation professionnelle')
  })
  it('une nouvelle offre part de ce que la précédente a de commun, et le dit', async () => {
    const page = (await responsable.aller('/catalogue/nouvelle')).texte
    expect(page).toContain('sont repris de votre dernière offre')
    expect(page).toContain(contenuSimple.referentHandicap)
    expect((await voisin.aller('/catalogue/nouvelle')).texte).not.toContain(contenuSimple.referentHandicap)
  })
})

it('des corps hostiles ne font tomber aucun formulaire du catalogue', async () => {
  const id = await poser('Éprouvée')
  const contenu = [
    'intitule',
    'objectif',
    'contenu',
    'publicVise',
    'certifiante',
    'certification',
    'modalite',
    'duree',
    'prix',
    'objectifs',
    'contactCourriel',
    'certDu',
    'certBlocs',
    'f3',
    'niveauF3',
    'nsf',
    'sansResultat',
  ]
  const e = await eprouver(
    app,
    [
      { url: '/catalogue/importer', champs: ['fichier'] },
      { url: '/catalogue/nouvelle', champs: contenu },
      { url: `/catalogue/${id}/modifier`, champs: contenu },
      { url: `/catalogue/${id}/adopter`, champs: ['nature', 'duree', 'motif'] },
      { url: `/catalogue/${id}`, champs: ['geste'] },
    ],
    { corps: 150, entetes: { cookie: responsable.cookie } },
  )
  expect(e.fautes).toEqual([])
  expect(pannes).toEqual([])
  expect(e.essais).toBe(750)
})

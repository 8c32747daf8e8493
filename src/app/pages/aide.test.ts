import { describe, expect, it } from 'vitest'
import { chapitreDe, idsDesChapitres } from '#web/aide-des-pages.ts'
import { testServices } from '#web/test/services.ts'
import { pagesDevant } from '../../../test/monde/index.ts'
import { modules } from '../modules.ts'
import { chapitres, chercherChapitres } from './aide-chercher.ts'
import { chercherReponses, reponses } from './aide-mots.ts'
import { pagesComposees } from './module.ts'

/** Ce que les modules montent, moins ce qui n'est pas un écran : fichiers, images, flux, archives. */
const ecrans = (): string[] => {
  const { app } = pagesDevant(testServices(), [...modules, pagesComposees(modules)], () => undefined)
  return [...new Set(app.routes.filter((r) => r.method === 'GET').map((r) => r.path))].filter(
    (p) =>
      !/\.[a-z]{2,11}(\})?$/.test(p) &&
      !/^\/(public|sante|robots)/.test(p) &&
      !/\/(fichier|:fichier|:image\/:taille|:format|logo\/:empreinte|:jointe|:empreinte\{[^}]*\})$/.test(p),
  )
}

describe('l’aide', () => {
  it('chaque écran a son chapitre, et chaque chapitre son texte', () => {
    const lus = ecrans()
    expect(lus.length).toBeGreaterThan(150)
    expect(lus.filter((p) => chapitreDe(p.replace(/\{[^}]*\}/g, '')) === undefined)).toEqual([])
    expect(chapitres.map((c) => c.id)).toEqual([...idsDesChapitres])
  })

  it('le plus précis l’emporte : un import n’est pas sa liste, un dossier n’est pas sa session', () => {
    expect(chapitreDe('/personnes')).toBe('personnes')
    expect(chapitreDe('/personnes/importer')).toBe('importer')
    expect(chapitreDe('/sessions/0198/dossiers/0199/factures')).toBe('factures')
    expect(chapitreDe('/sessions/0198')).toBe('session')
    expect(chapitreDe('/nulle-part')).toBeUndefined()
  })

  it.each([
    ['opco', 'dossier'],
    ['cpf', 'dossier'],
    ['subrogation', 'dossier'],
    ['iban', 'factures'],
    ['smtp', 'instance'],
    ['logo', 'maison'],
    ['retard', 'emargement'],
    ['impayé', 'factures'],
    ['rembourser', 'factures'],
    ['TVA', 'maison'],
    ['siret', 'maison'],
    ['mot de passe', 'compte'],
    ['inviter un collègue', 'maison'],
    ['tablette', 'emargement'],
    ['zoom', 'distance'],
    ['attestation', 'certificats'],
    ['avenant', 'pieces'],
    ['rétractation', 'dossier'],
    ['RGPD', 'donnees'],
    ['Qualiopi', 'qualite'],
    ['médiateur', 'pieces'],
    ['Excel', 'importer'],
  ])('« %s » trouve où cela se fait', (demande, chapitre) =>
    expect(chercherReponses(demande).map((r) => r.chapitre)).toContain(chapitre),
  )

  it('chaque réponse mène à un écran et à un chapitre qui existent', () => {
    const lus = new Set(ecrans())
    for (const r of reponses) {
      expect(idsDesChapitres, r.dit).toContain(r.chapitre)
      if (r.page) expect(lus, r.dit).toContain(r.page.href)
    }
  })

  it('se cherche sans accents, par le début des mots, les titres d’abord', () => {
    expect(chercherChapitres('DELEGUE')[0]?.id).toBe('delegues')
    expect(chercherChapitres('proce discip')[0]?.id).toBe('discipline')
    expect(chercherChapitres('retractation').map((c) => c.id)).toContain('dossier')
    expect(chercherChapitres('zzzz')).toEqual([])
    expect(chercherChapitres('à')).toEqual([])
  })
})

import { describe, expect, it } from 'vitest'
import { lireReponse } from './demande.ts'
import { versionSuivante } from './traitements.ts'

describe('répondre à une demande', () => {
  it('demande un genre de réponse et les mots que la personne lira', () => {
    expect(lireReponse({ reponse: 'faite', suite: 'Voici.' })).toEqual({
      ok: true,
      value: { reponse: 'faite', suite: 'Voici.' },
    })
    expect(lireReponse({ reponse: 'peut-être', suite: 'Voici.' }).ok).toBe(false)
    expect(lireReponse({ reponse: 'faite', suite: 'ok' }).ok).toBe(false)
  })
})

describe('écrire un traitement', () => {
  const registre = [{ code: 'inscription' }, { code: 'paie' }]
  const ecrits = [
    { code: 'paie', version: 1 },
    { code: 'paie', version: 4 },
  ]
  it('corrigé, il prend la version qui suit ; jamais corrigé, la première', () => {
    expect(versionSuivante(ecrits, registre, 'paie', 'Paie')).toEqual({
      ok: true,
      value: { code: 'paie', version: 5 },
    })
    expect(versionSuivante(ecrits, registre, 'inscription', 'Autre')).toMatchObject({
      value: { code: 'inscription', version: 1 },
    })
  })
  it('neuf, son nom lui donne un code qu’aucun autre ne porte', () => {
    expect(versionSuivante(ecrits, registre, undefined, 'Vidéo de salle')).toMatchObject({
      value: { code: 'video-de-salle', version: 1 },
    })
    expect(versionSuivante(ecrits, registre, undefined, 'Paie')).toMatchObject({ error: { code: 'deja' } })
    expect(versionSuivante(ecrits, registre, undefined, '!!!')).toMatchObject({ error: { code: 'nom' } })
  })
})

import { describe, expect, it } from 'vitest'
import { codePropre, etapes } from './etapes.ts'
import { ETAPES_PROPRES_MAX, fautesDEtape, jugerReglage, lireRelances } from './reglage.ts'

const etape = (cherche: (e: (typeof etapes)[number]) => boolean) => {
  const e = etapes.find(cherche)
  if (!e) throw new Error('aucune étape de ce genre')
  return e
}
const avant = etape((e) => e.conduite === 'ici' && e.ancre === 'debut' && e.message !== undefined)
const apres = etape((e) => e.conduite === 'ici' && e.ancre === 'fin' && e.message !== undefined)
const saisi = (e: typeof avant, change = {}) => ({
  active: true,
  ecart: e.ecart,
  relances: '',
  objet: e.message?.objet ?? '',
  corps: e.message?.corps ?? '',
  ...change,
})
const fautes = (e: typeof avant, change = {}) => {
  const j = jugerReglage(e, saisi(e, change))
  return 'fautes' in j ? Object.keys(j.fautes) : []
}

describe('les rappels', () => {
  it.each([
    ['', []],
    ['4, 10', [4, 10]],
    ['1 2;3', [1, 2, 3]],
  ])('« %s » se lit', (ecrit, lus) => {
    expect(lireRelances(ecrit)).toEqual(lus)
  })
  it.each(['10, 4', '4, 4', '0', '61', '1,2,3,4,5,6', '2.5', 'demain'])('« %s » est refusé', (ecrit) => {
    expect(lireRelances(ecrit)).toBeUndefined()
  })
})

describe('régler une étape', () => {
  it('les mots du modèle, laissés tels quels, restent ceux du modèle', () => {
    expect(jugerReglage(avant, saisi(avant))).toEqual({
      reglage: { code: avant.code, active: true, ecart: avant.ecart, relances: [], objet: '', corps: '' },
    })
  })
  it('des mots à soi se gardent', () => {
    const j = jugerReglage(avant, saisi(avant, { objet: 'Bientôt' }))
    expect('reglage' in j && j.reglage.objet).toBe('Bientôt')
  })
  it('l’objet et le message vont ensemble, et un mot inconnu est dit sous son champ', () => {
    expect(fautes(avant, { objet: '' })).toEqual(['objet'])
    expect(fautes(avant, { corps: '' })).toEqual(['corps'])
    expect(fautes(avant, { objet: '{inconnu}' })).toEqual(['objet'])
    expect(fautes(avant, { objet: '', corps: '' })).toEqual(['corps'])
  })
  it('ce qui prépare part avant, ce qui suit part après', () => {
    expect(fautes(avant, { ecart: 0 })).toEqual(['ecart'])
    expect(fautes(avant, { ecart: -1 })).toEqual([])
    expect(fautes(apres, { ecart: -1 })).toEqual(['ecart'])
    expect(fautes(apres, { ecart: 0 })).toEqual([])
  })
  it('toutes les fautes se disent d’un coup', () => {
    expect(fautes(avant, { ecart: 3, relances: 'non', corps: '' }).sort()).toEqual([
      'corps',
      'ecart',
      'relances',
    ])
  })
})

describe('ajouter une étape', () => {
  const p = {
    code: codePropre('00000000-0000-0000-0000-000000000001'),
    nom: 'Le mot du mardi',
    publics: 'stagiaires' as const,
    ancre: 'debut' as const,
    objet: 'Bonjour {prenom}',
    corps: 'À mardi, {prenom}.',
  }
  it('refuse le jour même avant la session, et l’étape de trop', () => {
    expect(fautesDEtape(p, 'avant', 1, 0)).toEqual({})
    expect(Object.keys(fautesDEtape(p, 'avant', 0, 0))).toEqual(['jours'])
    expect(Object.keys(fautesDEtape(p, 'apres', 0, ETAPES_PROPRES_MAX))).toEqual(['nom'])
  })
  it('refuse le mot qui ne vaut que pour un autre public', () => {
    expect(Object.keys(fautesDEtape({ ...p, corps: 'Pour {client}.' }, 'avant', 1, 0))).toEqual(['corps'])
    expect(fautesDEtape({ ...p, publics: 'clients', corps: 'Pour {client}.' }, 'avant', 1, 0)).toEqual({})
  })
})

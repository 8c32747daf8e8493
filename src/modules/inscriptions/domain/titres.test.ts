import { describe, expect, it } from 'vitest'
import { titresManquants } from './titres.ts'

describe('Les titres de qui forme', () => {
  it('écrits pour chacun, rien ne manque', () => {
    expect(titresManquants([{ prenom: 'Tom', nom: 'Okafor', titres: 'CELTA' }])).toBeUndefined()
  })
  it('nomment qui n’en a pas, et lui seul', () => {
    const r = titresManquants([
      { prenom: 'Tom', nom: 'Okafor', titres: 'CELTA' },
      { prenom: 'Ousmane', nom: 'Sarr', titres: ' ' },
    ])
    expect(r?.code).toBe('sans-titres')
    expect(r?.phrase).toContain('Ousmane Sarr')
    expect(r?.phrase).not.toContain('Okafor')
    expect(r?.phrase).toContain('sa fiche')
  })
  it('mènent à la fiche de qui n’en a pas, et à aucune pour un nom seul', () => {
    const tom = { prenom: 'Tom', nom: 'Okafor', titres: 'CELTA', personne: 'tom' }
    const ousmane = { prenom: 'Ousmane', nom: 'Sarr', titres: '', personne: 'ousmane' }
    expect(titresManquants([tom, ousmane])?.personne).toBe('ousmane')
    expect(titresManquants([{ prenom: '', nom: 'Lena Brandt', titres: '' }])?.personne).toBeNull()
  })
  it('d’un nom sans fiche, demandent d’affecter une personne', () => {
    expect(titresManquants([{ prenom: '', nom: 'Lena Brandt', titres: '' }])?.phrase).toContain('Affectez')
  })
  it('sans personne encore nommée, l’absence se dit ailleurs', () => {
    expect(titresManquants([{ prenom: '', nom: '', titres: '' }])).toBeUndefined()
  })
})

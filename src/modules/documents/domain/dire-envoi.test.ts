import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { ecrireDemande, ecrireRemise } from './dire-envoi.ts'

const remise = (genre: string, libelle: string) =>
  ecrireRemise({
    nom: 'Léonie Fabre',
    organisme: 'Les Merles',
    genre,
    libelle,
    lien: 'https://merles.example/piece/x',
  })

describe('le courriel d’une remise', () => {
  it('dit à la personne ce qu’elle reçoit, sans lui répéter son nom', () => {
    const { objet, texte } = remise('convocation', 'Léonie Fabre, Accueillir au téléphone')
    expect(objet).toBe('Votre convocation\u00a0: Accueillir au téléphone')
    expect(texte).toContain(
      'Les Merles vous remet votre convocation pour «\u00a0Accueillir au téléphone\u00a0» et les pièces',
    )
    expect(remise('certificat-realisation', 'Léonie Fabre, Accueillir').texte).toContain(
      'vous remet votre certificat de réalisation pour «\u00a0Accueillir\u00a0», signé',
    )
  })
  it('garde entier un libellé qui n’est pas à son nom', () => {
    const { objet, texte } = remise('information-stagiaire', 'Informations préalables, Accueillir')
    expect(objet).toBe('À lire avant votre inscription\u00a0: Informations préalables, Accueillir')
    expect(texte).toContain('vous remet «\u00a0Informations préalables, Accueillir\u00a0» et les pièces')
  })
})

describe('un rappel', () => {
  const demande = {
    nom: 'Rosa Marchal',
    organisme: 'Langue & Lien',
    quoi: 'Convention, CV-2026-0009',
    libelle: 'Anglais',
    lien: 'https://maison.example/piece/x',
    jusquau: '2026-12-30' as DateCivile,
  }
  it('n’est pas le premier message : son objet et sa première phrase le disent', () => {
    const [premier, rappel] = [false, true].map((r) => ecrireDemande({ ...demande, rappel: r }))
    expect(premier?.objet).toMatch(/^À signer/)
    expect(premier?.texte).not.toContain('déjà écrit')
    expect(rappel?.objet).toMatch(/^Rappel\. À signer/)
    expect(rappel?.texte).toContain('Nous vous avons déjà écrit, et vous n’avez pas encore signé.')
    const remise = { ...demande, genre: 'convocation' }
    expect(ecrireRemise({ ...remise, rappel: true }).objet).toMatch(/^Rappel\. Votre convocation/)
    expect(ecrireRemise(remise).texte).not.toContain('déjà écrit')
  })
})

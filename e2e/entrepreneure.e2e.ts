// La page d’une entrepreneure salariée, au téléphone, sans script : ce qui l’attend, son année, et celle d’avant.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { motDePasseDemo } from '../src/app/demo/comptes.ts'
import { type Navigateur, ouvrirNavigateur } from '../test/navigateur/index.ts'
import { type Devant, devant } from '../test/parcours/gestes.ts'
import { servirInstance } from '../test/parcours/instance.ts'

let site: Awaited<ReturnType<typeof servirInstance>>
let navigateur: Navigateur
let salome: Devant
beforeAll(async () => {
  site = await servirInstance('2026-11-30T08:00:00Z', { demonstration: true })
  navigateur = await ouvrirNavigateur()
  salome = devant(
    await navigateur.ouvrirPage({ script: false, origine: site.origine, largeur: 360, hauteur: 800 }),
    'entrepreneure-360',
  )
})
afterAll(async () => {
  await navigateur?.fermer()
  await site?.fermer()
})
/** Dans sa journée, par sa page : la connexion finit quand elle a posé sa tablette. */
const revenir = async () => {
  await salome.ouvrir('/connexion?suite=/activites')
  if ((await salome.page.locator('[name="motDePasse"]').count()) > 0) {
    await salome.remplir({ courriel: 'salome@les-tisserands.example', motDePasse: motDePasseDemo })
    await salome.presser('Se connecter')
  }
  await salome.ouvrir('/activites')
}

describe('l’année d’une entrepreneure, au téléphone, sans script', () => {
  it('sa page dit ce qui l’attend, et où en est son année', async () => {
    await revenir()
    await salome.sain('01-enseignes')
    await salome.suivre('La Navette')
    const lu = await salome.lire('Votre année')
    expect(lu).toMatch(/Facturé.*dont formation 1 380,00 €/)
    expect(lu).toMatch(/Contribution coopérative.*12 %/)
    expect(lu).toContain('Trésorerie de l’activité')
    expect(lu).toContain('Poser sa voix en atelier')
    await salome.sain('02-navette')
    // L’année d’avant se lit de la même page, et ne dit rien de ce qui attend aujourd’hui.
    await salome.suivre('celui d’avant')
    expect(await salome.lire('Écrire un compte rendu qu’on relit')).not.toContain('Salaire possible')
    await salome.sain('03-annee-d-avant')
  })
})

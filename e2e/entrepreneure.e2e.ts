// La journée de formation d’une entrepreneure salariée, au téléphone, sans script : ce qui l’attend, sa feuille, sa facture et son visa, une
// réponse à une autre enseigne, et son année. Rien d’une autre enseigne n’y passe.
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
/** La feuille du matin, où mène sa journée. */
let feuille = ''

describe('la journée d’une entrepreneure, au téléphone, sans script', () => {
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

  it('elle pose sa tablette, chaque stagiaire signe, et elle signe sa feuille à midi', async () => {
    await revenir()
    await salome.ouvrir('/aujourdhui')
    await salome.sain('04-journee')
    await salome.suivre(/Animer un atelier d’écriture/)
    await salome.lire('Maud Kervella')
    await salome.sain('05-feuille')
    feuille = salome.chemin()
    await salome.suivre('Signer sur une tablette')
    await salome.sain('06-tablette')
    await salome.presser('Ouvrir la tablette sur cet appareil')
    expect(await salome.page.textContent('h1')).toBe('Touchez votre nom')
    const tablette = salome.chemin()
    for (const [nom, initiales] of [
      ['Maud Kervella', 'MK'],
      ['Idris Lambert', 'IL'],
    ] as const) {
      await salome.ouvrir(tablette)
      await salome.suivre(nom)
      await salome.remplir({ initiales, attestation: true })
      await salome.sain('07-signer')
      await salome.presser('Signer ma présence')
      expect(await salome.page.textContent('h1'), nom).toBe('Présence signée')
    }
    site.regler('2026-11-30T11:10:00Z')
    await revenir()
    await salome.ouvrir(feuille)
    await salome.sain('08-a-clore')
    await salome.presser(/^Signer la feuille/)
    await salome.lire('Feuille close')
  })

  it('elle prépare sa facture de la matinée et en demande le visa : rien ne part sans lui', async () => {
    await salome.ouvrir(feuille.split('/seances/')[0] ?? '')
    const [parts = ''] = await salome.liens('main a[href*="/dossiers/"][href$="/factures"]')
    await salome.ouvrir(parts)
    await salome.sain('09-parts')
    await salome.presser('Préparer la facture')
    await salome.lire('360,00 €')
    await salome.sain('10-projet')
    await salome.presser('Demander le visa')
    await salome.lire('L’équipe d’appui la lira : rien n’engage la coopérative avant son visa.')
    await salome.sain('11-au-visa')
  })

  it('elle répond à une autre enseigne, et son compte en change', async () => {
    await salome.ouvrir('/entre-enseignes')
    await salome.suivre('Poser sa voix en atelier')
    await salome.sain('12-mission')
    await salome.presser('Confirmer')
    await salome.lire('confirmée')
    await revenir()
    await salome.suivre('La Navette')
    expect(await salome.lire('Missions d’autres enseignes')).toMatch(/−760,00 €/)
    await salome.sain('13-navette-le-soir')
  })

  it('rien d’une autre enseigne n’est sur ses pages', async () => {
    const id = salome.chemin()
    for (const page of [id, `${id}/sortie`, `${id}/reserve`, `${id}/titulaires`, '/factures', '/sessions']) {
      await salome.ouvrir(page)
      expect(await salome.texte(), page).not.toMatch(
        /Ismaël|Anaëlle|Laiterie coopérative|Foyers du Cap|Ressourcerie/i,
      )
      await salome.sain(page.split('/').at(-1) ?? '')
    }
    // Le règlement que la direction a signé se lit signé, de son enseigne aussi.
    await salome.ouvrir('/documents?q=RI-')
    expect(await salome.lire('Règlement intérieur')).toMatch(/signée/)
  })
})

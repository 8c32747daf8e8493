import { expect, it } from 'vitest'
import { moduleDocuments } from '#modules/documents/index.ts'
import { monde, sansInsecables } from '../../../test/monde/index.ts'
import { prisesDesDocuments } from '../prises.ts'
import { applicationModule } from './application.ts'

const m = await monde({
  modules: [moduleDocuments(prisesDesDocuments), applicationModule([])],
  roles: ['responsable', 'formateur'],
  gens: {
    hanna: {
      roles: ['comptable', 'dpo'],
      prenom: 'Hanna',
      nom: 'Kerbrat',
      courriel: 'hanna@exemple.example',
    },
    dehors: { roles: ['comptable'], chez: 'voisine', prenom: 'Yann', nom: 'Dehors' },
  },
  texte: sansInsecables,
})
/** La ligne du tableau qui répond de ce sujet. */
const ligne = (html: string, sujet: string): string =>
  html.split('<tr').find((tr) => tr.includes(`>${sujet}<`)) ?? expect.fail(sujet)

it('tout membre lit qui répond de quoi ; une personne à deux rôles y est deux fois, la voisine n’y est pas', async () => {
  const { statut, texte } = await m.formateur.lire('/cooperative/contacts')
  expect(statut).toBe(200)
  for (const sujet of ['Une facture, un règlement', 'Des données personnelles, un droit d’accès'])
    expect(ligne(texte, sujet)).toContain('Hanna Kerbrat <a href="mailto:hanna@exemple.example">')
  expect(ligne(texte, 'Un handicap, un besoin d’adaptation')).toContain('personne encore')
  expect(texte).not.toContain('Un visa, une enseigne')
  expect(texte).not.toContain('Dehors')
  expect(texte).not.toContain('Donner un rôle')
})

it('les personnes que les pièces nomment y sont, avec de quoi les joindre', async () => {
  const champs = { ...(await formulaire()), referentNom: 'Salma Diop', referentTelephone: '02 99 00 00 00' }
  expect((await m.responsable.poster('/cooperative/conditions', champs)).statut).toBe(303)
  expect((await m.responsable.lire('/cooperative/contacts')).texte).toContain('Salma Diop 02 99 00 00 00')
})

it('sans compte, elle mène à la connexion', async () => {
  expect((await m.sansCompte.lire('/cooperative/contacts')).vers).toMatch(/^\/connexion/)
})

/** Les conditions telles que la page les propose : un navigateur les renverrait sans y toucher. */
const formulaire = async (): Promise<Record<string, string>> => {
  const html = (await m.responsable.lire('/cooperative/conditions')).texte
  const lus = [
    ...html.matchAll(/<input[^>]* name="(\w+)"[^>]* value="([^"]*)"/g),
    ...html.matchAll(/<textarea[^>]* name="(\w+)"[^>]*>([^<]*)</g),
  ]
  return Object.fromEntries(lus.map(([, nom, valeur]) => [nom, valeur?.replaceAll('&#39;', '’') ?? '']))
}

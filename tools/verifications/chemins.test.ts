import { describe, expect, it } from 'vitest'
import { cheminsEcritsDeuxFois, envoisSansRoute } from './chemins.ts'

const liens = {
  chemin: 'src/modules/tiers/liens.ts',
  texte:
    "export const ficheUrl = link('/fiches/:fiche')\nexport const changerUrl = link('/fiches/:fiche/changer')",
}
const page = (texte: string, chemin = 'src/modules/tiers/pages/fiche.page.tsx') => ({ chemin, texte })

describe('un chemin écrit deux fois est refusé', () => {
  it.each([
    ['par la route qui sert un lien', "new Hono().get('/fiches/:fiche', (c) => c.text(''))"],
    ['par une constante', "const adresse = '/fiches/:fiche'"],
    ['par une route dont le paramètre est gardé', "app.get('/fiches/:fiche{[0-9a-f-]{36}}', voir)"],
    ['par un second lien', "const autreUrl = link('/fiches/:fiche')"],
    ['par deux routes sans lien', "app.get('/seule', voir).post('/seule', faire)"],
    ['par une route composée', 'const chemin = ficheUrl.modele\napp.get(`\x24{chemin}/changer`, voir)'],
    ['par une adresse composée', 'const href = `\x24{ficheUrl.modele}/changer`'],
  ])('%s', (_comment, texte) => {
    expect(cheminsEcritsDeuxFois([liens, page(texte)])).toEqual([
      expect.stringMatching(
        /^src\/modules\/tiers\/pages\/fiche\.page\.tsx:[12]\s:\s«\s\/.+\s» est déjà écrit/,
      ),
    ])
  })

  it.each([
    ['le modèle d’un lien', 'new Hono().get(ficheUrl.modele, voir)'],
    ['une route qu’aucun lien ne connaît', "app.post('/fiches/:fiche/gens', faire)"],
    [
      'un chemin cité dans un commentaire',
      "/** Servie en `'/fiches/:fiche'`. */\n// '/fiches/:fiche'\nconst a = 1",
    ],
  ])('sauf %s', (_quoi, texte) => {
    expect(cheminsEcritsDeuxFois([liens, page(texte)])).toEqual([])
  })

  it('sauf dans un script du navigateur, qui ne connaît aucun module', () => {
    const ilot = page("fetch('/fiches/:fiche')", 'src/web/islands/fiche.ts')
    expect(cheminsEcritsDeuxFois([liens, ilot])).toEqual([])
  })
})

describe('un formulaire dont rien ne reçoit l’envoi est refusé', () => {
  const formulaire = page(
    '<Form action={`\x24{ficheUrl({ fiche: f.id })}/clore`} />',
    'src/modules/tiers/pages/vue.tsx',
  )
  it.each([
    ['sans route ni geste', 'const a = 1', 1],
    ['un autre nom', 'pageEtGestes({ gestes: { rouvrir: petitGeste({}) } })', 1],
    ['la route d’un autre module', '', 1],
    ['une route', 'app.post(`\x24{ficheUrl.modele}/clore`, faire)', 0],
    ['un geste', 'pageEtGestes({ gestes: { clore: petitGeste({}) } })', 0],
    ['un geste nommé d’ailleurs', 'pageEtGestes({ gestes: { clore, rouvrir } })', 0],
  ])('%s', (_quoi, texte, n) => {
    const ailleurs = page('app.post(`\x24{autreUrl.modele}/clore`, faire)', 'src/modules/pole/pages/b.tsx')
    expect(envoisSansRoute([formulaire, page(texte), ailleurs])).toHaveLength(n)
  })
})

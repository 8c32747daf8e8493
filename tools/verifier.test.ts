// Ce que `npm run check` refuse, une faute plantée à la fois dans un dépôt en règle.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { envoisALaMain, refusEnPages } from './a-ranger.ts'
import { chemins } from './verifications/chemins.ts'
import { couches } from './verifications/couches.ts'
import { definitions } from './verifications/definitions.ts'
import { envoisParGeste } from './verifications/envois.ts'
import { forme } from './verifications/forme.ts'
import { genresDansLeursFiches } from './verifications/genres.ts'
import { longueurs } from './verifications/longueurs.ts'
import { unSeulMonde } from './verifications/monde.ts'
import { pagesSansPorteQuiEcrit } from './verifications/portes.ts'
import { rangSql } from './verifications/rang-sql.ts'
import { reglesEnUnSeulEndroit } from './verifications/regles-sql.ts'
import { verifications } from './verifier.ts'

const porte =
  'create or replace function porte.proposer() returns void language sql as $$ insert into pole.pole values (1) $$;\n'
const sain: Readonly<Record<string, string>> = {
  'package.json': '{ "type": "module", "imports": { "#modules/*": "./src/modules/*" } }',
  'tsconfig.json': '{ "compilerOptions": { "module": "preserve", "moduleResolution": "bundler" } }',
  'db/schema/pole.sql': 'create table pole.pole (id uuid);\n',
  'db/schema/qualite.sql': 'create table qualite.audit (id uuid);\n',
  'db/portes/pole/proposer.sql': porte,
  'src/modules/qualite/README.md': 'La qualité.\n',
  'src/modules/qualite/index.ts': "export { pole } from './db/pole.ecritures.ts'\n",
  'src/modules/qualite/db/pole.ecritures.ts':
    'export const pole = (tx) => sql`insert into qualite.audit values (1)`.execute(tx)\n',
  'src/modules/pole/README.md': 'Le pôle.\n',
  'src/modules/pole/index.ts': 'export const pole = 1\n',
  'src/modules/pole/liens.ts': "export const polesUrl = link('/poles')\n",
  'src/modules/pole/domain/pole.ts': "export const mandatsDeVote = ['titulaire', 'suppleant'] as const\n",
  'src/modules/pole/db/poles.ts':
    'export const proposer = (tx) => sql`select porte.proposer()`.execute(tx)\nexport const lire = (tx) => sql`select 1 from pole.pole`.execute(tx)\n',
  'src/modules/pole/db/poles.ecritures.ts':
    'export const ouvrir = (tx) => sql`insert into pole.pole values (1)`.execute(tx)\n',
  'src/modules/pole/pages/pole.page.tsx': "import { lire } from '../db/poles.ts'\nexport const page = lire\n",
}

/** La faute, le fichier qui la porte, ce qu’il contient, et la vérification qui la dit. */
const fautes: readonly (readonly [quoi: string, fichier: string, contenu: string, dit: RegExp])[] = [
  [
    'un sixième fichier à la racine d’un module',
    'src/modules/pole/outils.ts',
    'export const x = 1\n',
    /la racine garde cinq fichiers/,
  ],
  ['une fonction définie deux fois', 'db/portes/qualite/proposer.sql', porte, /est déjà définie par/],
  [
    'un chemin écrit deux fois',
    'src/modules/pole/pages/b.page.tsx',
    "export const b = '/poles'\nexport const c = link('/poles')\n",
    /est déjà écrit/,
  ],
  [
    'un formulaire dont rien ne reçoit l’envoi',
    'src/modules/pole/pages/b.page.tsx',
    'export const b = `\x24{polesUrl()}/clore`\n',
    /rien ne reçoit l’envoi «\sclore\s»/,
  ],
  [
    'une page qui écrit',
    'src/modules/pole/pages/b.page.tsx',
    "import { ouvrir } from '../db/poles.ecritures.ts'\nexport const b = ouvrir\n",
    /pages-write-nothing/,
  ],
  [
    'une page qui écrit par une porte',
    'src/modules/pole/pages/b.page.tsx',
    "import { proposer } from '../db/poles.ts'\nexport const b = proposer\n",
    /page-ecrit-par-une-porte/,
  ],
  [
    'une page d’app qui consigne',
    'src/app/pages/b.page.tsx',
    "import { consigner } from '#platform/db/journal.ts'\nexport const b = consigner\n",
    /page-ecrit-par-une-porte/,
  ],
  [
    'une page qui prend un écrivain à l’index d’un module',
    'src/modules/pole/pages/b.page.tsx',
    "import { pole } from '#modules/qualite/index.ts'\nexport const b = pole\n",
    /page-ecrit-par-une-porte/,
  ],
  [
    'une page qui enfile une tâche',
    'src/modules/pole/pages/b.page.tsx',
    "import { enqueue } from '#platform/jobs/enqueue.ts'\nexport const b = enqueue\n",
    /page-ecrit-par-une-porte/,
  ],
  [
    'un schéma de rang supérieur en SQL',
    'src/modules/pole/db/b.ts',
    'export const b = (tx) => sql`select 1 from qualite.audit`.execute(tx)\n',
    /sql-au-dessus/,
  ],
  [
    'trois genres énumérés hors de leurs fiches',
    'src/modules/pole/domain/b.ts',
    "export const b = ['devis', 'convention', 'avenant']\n",
    /demandez-les aux fiches/,
  ],
  [
    'une liste du domaine redite en SQL',
    'db/portes/pole/voter.sql',
    "create or replace function porte.voter() returns boolean language sql as $$ select 'titulaire' in ('suppleant', 'titulaire') $$;\n",
    /est déjà dit par src\/modules\/pole\/domain\/pole\.ts:1/,
  ],
  [
    'des états de session énumérés dans une requête',
    'src/modules/pole/db/b.ts',
    "export const b = (tx) => sql`select 1 from sessions.session s where s.etat in ('ouverte', 'en-cours')`.execute(tx)\n",
    /a un nom dans sessions\/domain\/etats\.ts/,
  ],
  [
    'une durée écrite dans une porte',
    'db/portes/pole/voter.sql',
    "create or replace function porte.voter() returns interval language sql as $$ select interval '3 days' $$;\n",
    /interval '3 days'/,
  ],
  [
    'une liste que le domaine ne dit pas, lue par un mur',
    'db/murs/pole.sql',
    "create policy vote on pole.pole using (role = any (app.liste('mandats-de-votes')));\n",
    /«\smandats-de-votes\s» n’est pas dans/,
  ],
  [
    'une page de module qui n’en est plus une',
    'src/modules/pole/README.md',
    'mot '.repeat(651),
    /651 mots, 650 au plus/,
  ],
  [
    'un fichier de gestes trop long',
    'src/modules/pole/gestes/tout.ts',
    'export const x = 1\n'.repeat(301),
    /301 lignes, 300 au plus/,
  ],
  [
    'un envoi de plus écrit à la main',
    'src/modules/pole/pages/b.page.tsx',
    'new Hono()'.concat(
      '.post(url, async (c) => { const read = await readForm(champs, c); return pourVisiteur(c, db, faire) })'.repeat(
        envoisALaMain + 1,
      ),
    ),
    /envois écrits à la main/,
  ],
  [
    'un refus de plus composé par une page',
    'src/modules/pole/pages/b.page.tsx',
    "refuser('x', 'Non.')\n".repeat(refusEnPages + 1),
    /refus composés par des pages/,
  ],
  [
    'createApp dans un banc',
    'bench/pole.banc.ts',
    'export const app = createApp(services)\n',
    /bâtit son application/,
  ],
  [
    'createApp dans un quatrième essai',
    'src/modules/pole/pages/pages.itest.ts',
    'export const app = createApp(services)\n',
    /bâtit son application/,
  ],
]

describe('npm run check', () => {
  let racine = ''
  const ecrire = (chemin: string, contenu: string) => {
    mkdirSync(dirname(join(racine, chemin)), { recursive: true })
    writeFileSync(join(racine, chemin), contenu)
  }
  beforeEach(() => {
    racine = mkdtempSync(join(tmpdir(), 'coforme-check-'))
    for (const [chemin, contenu] of Object.entries(sain)) ecrire(chemin, contenu)
  })
  afterEach(() => rmSync(racine, { recursive: true, force: true }))

  /** Celles dont une faute est plantée ici ; chacune est de celles que `npm run check` passe. */
  const lisent = [
    couches,
    forme,
    definitions,
    chemins,
    pagesSansPorteQuiEcrit,
    rangSql,
    genresDansLeursFiches,
    unSeulMonde,
    reglesEnUnSeulEndroit,
    longueurs,
    envoisParGeste,
  ]
  const reprocher = async () => {
    const verdicts = await Promise.all(lisent.map((v) => v.verifier(racine)))
    return verdicts.flatMap((v) => (v.ok ? [] : v.fautes))
  }

  it('passe chacune d’elles', () => expect(verifications).toEqual(expect.arrayContaining(lisent)))
  it('ne reproche rien à un dépôt en règle', async () => expect(await reprocher()).toEqual([]))
  it.each(fautes)('refuse %s', async (_quoi, fichier, contenu, dit) => {
    ecrire(fichier, contenu)
    expect((await reprocher()).join('\n')).toMatch(dit)
  })
})

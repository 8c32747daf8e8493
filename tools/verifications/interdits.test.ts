import { describe, expect, it } from 'vitest'
import { chercherInterdits } from './interdits.ts'

// Les motifs sont recollés : écrits d’un trait, ils seraient trouvés ici même.
const coller = (...morceaux: string[]) => morceaux.join('')

const fautifs: readonly (readonly [fichier: string, contenu: string])[] = [
  ['docs/note.md', coller('voir /wo', 'rk/main/README.md')],
  ['docs/note.md', coller('// Permis : non\n/wo', 'rk/main')],
  ['src/web/qr.tsx', '// Permis :\n  raw(svg)'],
  ['README.md', coller('https://regis', 'try.exemple.org/paquet')],
  ['package-lock.json', coller('"resolved": "https://npm.regis', 'try.exemple.fr/a.tgz"')],
  [
    'src/modules/tiers/db/tiers.queries.ts',
    "sql`select set_config('app.organisme_id', nullif(x, ''), false)`",
  ],
  ['db/migrations/0003_tiers.sql', "select set_config('a', 'b',\n  false);"],
  ['src/modules/tiers/db/a.ts', "await tx.selectFrom('tiers.personne').execute()"],
  ['src/modules/tiers/db/a.itest.ts', "tx\n  .insertInto('tiers.personne')"],
  ['src/modules/tiers/index.ts', 'const x = process.env.HOME'],
  ['src/modules/tiers/documents/a.ts', 'await services.db.withTenant(acces, faire)'],
  ['src/web/page.tsx', '<p dangerouslySetInnerHTML={{ __html: x }} />'],
  ['src/web/page.tsx', 'return raw(texte)'],
  ['src/modules/tiers/pages/a.page.tsx', '<svg style={hauteur}>'],
  ['src/modules/tiers/pages/a.page.tsx', 'Le journal se lit par la direction.'],
  ['src/modules/tiers/domain/a.ts', "mot: 'noté remis'"],
  ['src/modules/tiers/domain/a.ts', coller('/** Ce que nu', 'l n’a signé. */')],
  ['src/modules/tiers/db/a.ts', coller('/** Une remise que nu', 'lle pièce ne porte. */')],
  ['src/modules/tiers/domain/a.ts', coller('/** De cette session, et de nu', 'lle autre. */')],
  ['db/schema/qualite.sql', coller('-- une graine que nu', 'l ne lit')],
  ['db/portes/tiers/a.sql', coller('-- Ce que nu', 'l jalon ne couvre.')],
  ['src/modules/tiers/db/a.ts', coller('export type Dem', 'ande = { readonly id: string }')],
  ['src/modules/tiers/domain/a.ts', coller('interface Ent', 'ree {')],
  ['test/base/index.ts', coller('class Dev', 'ance extends Error {')],
  ['src/kernel/a.test.ts', coller('it.sk', "ip('un cas', () => {})")],
  ['src/kernel/a.itest.ts', coller('describe.on', "ly('un groupe', () => {})")],
  ['e2e/a.e2e.ts', coller('it.to', "do('plus tard')")],
  ['e2e/a.e2e.ts', coller('it.concurrent.sk', "ipIf(x)('un cas', () => {})")],
  ['e2e/a.e2e.ts', coller('await sle', 'ep(100)')],
  ['src/web/a.test.tsx', coller('await new Promise((r) => setTime', 'out(r, 10))')],
]

const permis: readonly (readonly [fichier: string, contenu: string])[] = [
  ['docs/note.md', 'src/work/atelier et /workspace/x'],
  ['README.md', 'le registre https://exemple.org/registry'],
  ['src/platform/db/ouvrir.ts', "sql`select set_config('app.organisme_id', \x24{id}, false)`"],
  ['src/modules/tiers/db/a.ts', "sql`select set_config('app.organisme_id', \x24{id}, true)`"],
  ['src/platform/config/read.ts', 'export const lire = (env = process.env) => env'],
  ['tools/outil.ts', 'process.env.TZ'],
  ['src/modules/tiers/gestes/a.ts', 'await services.db.withTenant(acces, faire)'],
  ['src/modules/tiers/domain/a.ts', '/** Deux versions qui se lisent pareil. */'],
  [
    'src/modules/tiers/domain/a.ts',
    '/** Nul : dès le début ; nulle si personne ne l’a dite ; gardé nulle part. */',
  ],
  ['src/web/qr.tsx', '// Permis : bâti par nous, chiffres et balises seulement.\n  raw(svg)'],
  ['src/app/pages/aide-mots.ts', "dit: 'Deux coopératives se prêtent une salle, la grille s’affiche.'"],
  ['src/app/pages/aide.test.ts', 'Le délai se lit au dossier.'],
  ['src/platform/db/flux.ts', 'await sql.raw(texte).execute(tx)'],
  ['src/platform/postgres/index.ts', "select set_config('application_name', $1, false)"],
  ['src/app/lire-config.ts', 'readConfig(process.env)'],
  ['src/platform/jobs/jobs.ts', coller('setTime', 'out(relancer, 1000)')],
  ['src/kernel/a.test.ts', "it('saute les jours fériés', () => {})"],
]

describe('les interdits', () => {
  it.each(fautifs)('arrêtent %s : %s', (fichier, contenu) => {
    expect(chercherInterdits(fichier, contenu)).toHaveLength(1)
  })

  it.each(permis)('laissent passer %s : %s', (fichier, contenu) => {
    expect(chercherInterdits(fichier, contenu)).toEqual([])
  })

  it('disent la ligne de chaque faute', () => {
    const faute = coller('sle', 'ep(1)')
    expect(chercherInterdits('e2e/a.e2e.ts', `\n${faute}\n\n${faute}\n`)).toEqual([
      expect.stringMatching(/^e2e\/a\.e2e\.ts:2/),
      expect.stringMatching(/^e2e\/a\.e2e\.ts:4/),
    ])
  })
})

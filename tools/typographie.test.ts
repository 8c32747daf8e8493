import { describe, expect, it } from 'vitest'
import { chercherTypographie, corrigerTypographie } from './typographie.ts'

const fautifs: readonly (readonly [fichier: string, contenu: string, corrige: string])[] = [
  ['a.ts', 'const a = "l\'offre"', 'const a = "l’offre"'],
  ['a.ts', "const a = 'qu\\'il vienne'", "const a = 'qu’il vienne'"],
  ['a.ts', "const a = 'Nom : inconnu'", "const a = 'Nom\u00a0: inconnu'"],
  ['a.ts', "const a = 'Vraiment ?'", "const a = 'Vraiment\u202f?'"],
  ['a.ts', "const a = '« cité »'", "const a = '«\u00a0cité\u00a0»'"],
  ['a.ts', "const a = `\x24{nom} : d'accord`", 'const a = `\x24{nom}\u00a0: d’accord`'],
  ['a.tsx', "const a = <p>C'est fait !</p>", 'const a = <p>C’est fait\u202f!</p>'],
  ['a.ts', "const a = 'C. trav., art. L. 6353-1'", "const a = 'C.\u00a0trav., art.\u00a0L.\u00a06353-1'"],
  ['a.tsx', 'const a = <p>(C.\n  trav., L6353-8)</p>', 'const a = <p>(C.\u00a0trav., L6353-8)</p>'],
  ['a.tsx', '<input title="l\'heure" />', '<input title="l’heure" />'],
]

const permis: readonly (readonly [fichier: string, contenu: string])[] = [
  ['a.ts', "// l'offre : en commentaire, chacun écrit comme il veut\nconst a = b ? c : d"],
  ['a.ts', "const a = sql`select 'd'ou : x`"],
  ['a.ts', "import { x } from './l : x.ts'"],
  ['a.ts', "const a = 'content-type: text/html'"],
  ['a.ts', "const a = 'l’offre\u00a0: «\u00a0vue\u00a0»\u202f?'"],
  ['a.ts', "const a = 'Marc C. travaille, c’est un art. Et alors'"],
  ['a.tsx', "const a = <p class={x ? 'y' : 'z'}>Texte.</p>"],
]

const anglais: readonly (readonly [fichier: string, contenu: string])[] = [
  ['src/app/a.ts', "const a = 'You must choose a session.'"],
  ['src/modules/a.tsx', 'const a = <p>This page is\n  not ready.</p>'],
  ['src/web/a.ts', 'const a = `You have \x24{n} files and more`'],
  ['src/web/a.tsx', 'const a = <button>Save</button>'],
]
const francais: readonly (readonly [fichier: string, contenu: string])[] = [
  ['src/kernel/pays.ts', "const a = 'AT BE BY IT NO TO'"],
  ['src/platform/db/a.ts', "const a = 'select from a where b is not null'"],
  ['src/modules/a.ts', 'const a = sql`select from a where b is not null`'],
  ['src/modules/a.ts', "const a = 'Un an, de l’or'"],
  ['src/modules/a.ts', "const a = 'first-of-type, not-all'"],
]

describe('la langue des textes', () => {
  it.each(anglais)('relève l’anglais de %s : %s', (fichier, contenu) =>
    expect(chercherTypographie(fichier, contenu)).toEqual([expect.stringContaining('anglais')]),
  )
  it.each(francais)('laisse %s : %s', (fichier, contenu) =>
    expect(chercherTypographie(fichier, contenu)).toEqual([]),
  )
})

describe('la typographie', () => {
  it.each(fautifs)('relève %s : %s, et sait le corriger', (fichier, contenu, corrige) => {
    expect(chercherTypographie(fichier, contenu)).toHaveLength(1)
    const neuf = corrigerTypographie(fichier, contenu)
    expect(neuf).toBe(corrige)
    expect(chercherTypographie(fichier, neuf)).toEqual([])
  })

  it.each(permis)('ne dit rien de %s : %s', (fichier, contenu) => {
    expect(chercherTypographie(fichier, contenu)).toEqual([])
    expect(corrigerTypographie(fichier, contenu)).toBe(contenu)
  })
})

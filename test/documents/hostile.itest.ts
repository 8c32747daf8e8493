/** Un texte écrit par un inconnu (un nom, un lieu, un objectif) reste un texte : aucun gabarit ne l'exécute ni n'en meurt. */
import { afterAll, describe, expect, it } from 'vitest'
import { documents } from './mentions.ts'
import { composer, lireTexte, moteur, serre } from './texte.ts'

const pdf = moteur()
afterAll(() => pdf.close())

const charges = [
  '#panic("ici") #import "x.typ" #read("/etc/passwd")',
  '*gras* _ital_ `brut` $x/0$ <ancre> @renvoi #{1+1} [[',
  '"; #set text(size: 900pt) // \\u{0}',
  '<script>alert(1)</script>{{7*7}}${7*7}',
  '= Titre - liste + 1. / terme: ~ --- \\ #',
]

/** Chaque texte libre (une espace, ou douze signes) reçoit la charge ; dates, heures, codes et dessins restent. */
const charger = (v: unknown, charge: string, cle = ''): unknown =>
  Array.isArray(v)
    ? v.map((x) => charger(x, charge, cle))
    : typeof v === 'object' && v !== null
      ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, k === 'logo' ? x : charger(x, charge, k)]))
      : typeof v === 'string' &&
          [
            'nom',
            'prenom',
            'intitule',
            'objectif',
            'qualite',
            'detail',
            'sequence',
            'titres',
            'suivi',
            'evaluation',
            'sanction',
            'cessation',
            'public',
            'libelle',
            'vie',
            'incendie',
            'accident',
            'materiel',
          ].includes(cle)
        ? `${v} ${charge}`
        : v

describe.each(documents)('$gabarit', ({ gabarit, donnees }) => {
  it.each(charges)('écrit tel quel %s', async (charge) => {
    const chargees = charger(donnees, charge) as Record<string, unknown>
    expect(JSON.stringify(chargees)).not.toBe(JSON.stringify(donnees))
    const r = await composer(pdf, gabarit, chargees)
    // Un refus en phrase se comprend ; une panne aurait levé.
    if (!r.ok) throw new Error(r.error.phrase)
    const texte = lireTexte(r.value.pdf).replaceAll('’', "'")
    expect(texte).toContain(serre(charge).slice(0, 8))
    expect(texte).not.toContain('root:x:')
  })
})

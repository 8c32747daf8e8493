import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OrganismeId } from '#kernel/id.ts'
import { instantDe, type Zone } from '#kernel/zones.ts'
import { aLHeure, direReste, GEL_HEURES, jourDeLaLimite, resteAvantLimite } from './echeance.ts'
import { type Capacite, champsVides, composerFormulaire, papiersDuDossier } from './formulaires.ts'
import type { DossierLu, Membre } from './groupement.ts'
import {
  attendus,
  type CodeDePiece,
  exigencesDe,
  horsDeLaListe,
  lireAutres,
  lireCriteres,
  lireNoms,
  nommerLArchive,
  type PieceVersee,
  piecesConnues,
  piecesDeLaVoie,
} from './pieces.ts'
import { formulaires } from './rubriques.ts'

const codes = Object.keys(piecesConnues) as CodeDePiece[]
const org = (i: number) => `01900000-0000-7000-8000-00000000000${i}` as OrganismeId
const membre = (i: number, nom = `Coopérative ${i}`): Membre => ({
  organisme: org(i),
  nom,
  mandataire: i === 0,
  accepteLe: new Date(0),
  sortiLe: null,
  sortie: null,
})
let n = 0
const suivant = () => {
  n += 1
  return `p${n}`
}
const piece = (i: number, exigence: string, expireLe: string | null = null): PieceVersee => ({
  id: suivant() as never,
  organisme: org(i),
  exigence,
  nom: 'scan.pdf',
  type: 'application/pdf',
  taille: 10,
  empreinte: 'a'.repeat(64),
  expireLe,
  motif: '',
  le: new Date(0),
  retireeLe: null,
  retrait: '',
})
const zone: Zone = 'Indian/Reunion'
/** 17 décembre 2026, 1 h à La Réunion : encore le 16 à Paris. */
const limite = instantDe('2026-12-17' as never, 60, zone).instant

describe('ce que demande le règlement', () => {
  it('se lit ligne à ligne, et une ligne qui n’a pas sa forme se refuse', () => {
    expect(lireCriteres('Prix : 40\n\nValeur technique ; 60 points')).toEqual([
      { nom: 'Prix', points: 40 },
      { nom: 'Valeur technique', points: 60 },
    ])
    expect(lireCriteres('le prix compte beaucoup')).toBeUndefined()
    expect(lireNoms('DC2 = 02_DC2_{membre}', codes)).toEqual({ dc2: '02_DC2_{membre}' })
    expect(lireNoms('inconnue = x', codes)).toBeUndefined()
    expect(lireAutres('Note sur l’hygiène ; membre\nPlanning').map((e) => [e.titre, e.portee])).toEqual([
      ['Note sur l’hygiène', 'membre'],
      ['Planning', 'groupement'],
    ])
  })
  it('d’une habilitation, ni DC1, ni DC2, ni acte d’engagement ; d’un marché, aucun budget de compensation', () => {
    expect(piecesDeLaVoie('sieg')).toContain('compensation')
    for (const c of ['dc1', 'dc2', 'dc4', 'attri1'] as const) expect(piecesDeLaVoie('sieg')).not.toContain(c)
    expect(piecesDeLaVoie('marche')).not.toContain('compensation')
  })
  it('une pièce qui vaut jusqu’à la veille de la date limite, à la pendule de l’acheteur, est périmée ce jour-là', () => {
    const r = { exigences: exigencesDe(['vigilance'], {}, []) }
    const etat = (jour: string) =>
      attendus(r, [membre(0)], [piece(0, 'vigilance', jour)], { limite, zone })[0]?.etat
    expect(jourDeLaLimite(limite, zone)).toBe('2026-12-17')
    expect([etat('2026-12-16'), etat('2026-12-17')]).toEqual(['perimee', 'versee'])
  })
  it('une pièce à terme versée sans son terme ne compte pas ; celle qui n’en a pas, si', () => {
    const r = { exigences: exigencesDe(['vigilance', 'nda'], {}, []) }
    const etats = attendus(r, [membre(0)], [piece(0, 'vigilance'), piece(0, 'nda')], { limite, zone })
    expect(etats.map((a) => a.etat)).toEqual(['sans-terme', 'versee'])
  })
  it('une pièce retirée, ou d’une exigence renommée depuis, reste visible hors de la liste', () => {
    const r = { exigences: exigencesDe(['vigilance'], {}, []) }
    const [gardee, renommee, accuse] = [
      piece(0, 'vigilance', '2026-12-31'),
      piece(0, 'autre-hygienne'),
      piece(0, 'accuse'),
    ]
    const retiree = { ...piece(0, 'vigilance', '2026-12-31'), retireeLe: new Date(1) }
    const toutes = [gardee, renommee, accuse, retiree]
    expect(horsDeLaListe(toutes, attendus(r, [membre(0)], toutes, { limite, zone }))).toEqual([
      renommee,
      retiree,
    ])
  })
  it('manque exactement ce que personne de ceux à qui on le demande n’a versé, quoi qu’il y ait d’autre', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.constantFrom(...codes), { minLength: 1 }),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(...codes, 'accuse'), fc.boolean())),
        (demandees, combien, versees) => {
          const presents = Array.from({ length: combien }, (_, i) => membre(i))
          const pieces = versees.map(([i, code, retiree]) => ({
            ...piece(i, code, '2030-01-01'),
            retireeLe: retiree ? new Date(0) : null,
          }))
          const lus = attendus({ exigences: exigencesDe(demandees, {}, []) }, presents, pieces, {
            limite,
            zone,
          })
          for (const a of lus) {
            const de = a.membre === null ? presents.map((m) => m.organisme) : [a.membre.organisme]
            const la = pieces.some(
              (p) => !p.retireeLe && p.exigence === a.exigence.code && de.includes(p.organisme),
            )
            expect(a.etat).toBe(la ? 'versee' : 'manquante')
          }
          // Une pièce de qui n’est pas membre ne compte jamais.
          expect(
            lus.flatMap((a) => a.pieces).every((p) => presents.some((m) => m.organisme === p.organisme)),
          ).toBe(true)
        },
      ),
    )
  })
  it('l’archive nomme chaque fichier comme le règlement, sans deux noms égaux, avec les seuls signes qu’une archive porte', () => {
    const r = {
      exigences: exigencesDe(
        ['dc2', 'kbis'],
        { dc2: '02_DC2_{membre}' },
        lireAutres('Été : œuvre / plan ; membre'),
      ),
    }
    const presents = [membre(0, 'Langue & Lien'), membre(1, 'LANGUE   LIEN')]
    const pieces = presents.flatMap((_, i) =>
      ['dc2', 'kbis', 'kbis', r.exigences[2]?.code ?? ''].map((c) => piece(i, c)),
    )
    const noms = nommerLArchive(attendus(r, presents, pieces, { limite, zone })).map((f) => f.chemin)
    expect(noms).toContain('02_DC2_Langue-Lien.pdf')
    expect(new Set(noms.map((x) => x.toLowerCase())).size).toBe(pieces.length)
    for (const x of noms) expect(x).toMatch(/^[a-z0-9][a-z0-9._-]*$/i)
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 40 }), { minLength: 1, maxLength: 6 }), (titres) => {
        const e = { exigences: exigencesDe([], {}, lireAutres(titres.join('\n'))) }
        const p = e.exigences.flatMap((x) => [piece(0, x.code), piece(0, x.code)])
        const chemins = nommerLArchive(attendus(e, [membre(0)], p, { limite, zone })).map((f) =>
          f.chemin.toLowerCase(),
        )
        expect(new Set(chemins).size).toBe(p.length)
        for (const x of chemins) expect(x).toMatch(/^[a-z0-9][a-z0-9._-]*$/)
      }),
    )
  })
})

describe('les papiers préremplis', () => {
  const vide: Capacite = {
    denomination: '',
    siret: '',
    forme: '',
    adresse: '',
    courriel: '',
    telephone: '',
    registre: '',
    nda: '',
    qualiopi: '',
    creation: '',
    pme: '',
    ess: '',
    exercices: [],
    assurance: '',
    moyens: '',
    preuves: '',
    compte: '',
    exclusions: false,
    etendue: [],
    signataire: '',
    prestations: '',
  }
  const dossier = (forme: DossierLu['g']['forme'], combien = 3): DossierLu =>
    ({
      g: { objet: 'Lot 5', acheteur: 'Région', idweb: '26-1', forme, limite, zone, mandataire: org(0) },
      membres: Array.from({ length: combien }, (_, i) => membre(i)),
      convention: null,
    }) as unknown as DossierLu
  it('un DC1 pour le groupement, un DC2 par membre, une habilitation par membre sauf le mandataire', () => {
    const lus = (d: DossierLu) => papiersDuDossier(d, 'marche').map((p) => p.code)
    const combien = (c: readonly string[], code: string) => c.filter((x) => x === code).length
    const conjoint = lus(dossier('conjoint'))
    expect(
      ['dc1', 'dc2', 'habilitation', 'dc4', 'attri1', 'repartition'].map((c) => combien(conjoint, c)),
    ).toEqual([1, 3, 2, 0, 1, 1])
    const st = lus(dossier('sous-traitance'))
    expect(['dc1', 'dc2', 'dc4', 'habilitation'].map((c) => combien(st, c))).toEqual([1, 3, 2, 0])
    expect(papiersDuDossier(dossier('conjoint'), 'sieg', true)).toEqual([])
    // Attribué, une sous-traitance se déclare par un acte spécial, et se modifie par un autre ; pas avant.
    const actes = (attribue: boolean) =>
      papiersDuDossier(dossier('sous-traitance'), 'marche', attribue).filter((p) =>
        ['dc4-special', 'dc4-modificatif'].includes(p.code),
      ).length
    expect([actes(false), actes(true), papiersDuDossier(dossier('conjoint'), 'marche', true).length]).toEqual(
      [0, 4, 8],
    )
  })
  it('chaque rubrique du formulaire est là, avec au moins un champ ; rien de déclaré, rien d’inventé', () => {
    for (const forme of ['conjoint', 'conjoint-solidaire', 'solidaire', 'sous-traitance', null] as const)
      for (const p of papiersDuDossier(dossier(forme), 'marche', true)) {
        const f = composerFormulaire(p.code, dossier(forme), undefined, new Map(), p.qui)
        expect(f.rubriques.map((r) => r.lettre)).toEqual(Object.keys(formulaires[p.code].rubriques))
        for (const r of f.rubriques) expect(r.champs.length, `${p.code} ${r.lettre}`).toBeGreaterThan(0)
        // Tout ce qui est rempli vient du dossier, ou de ce que le formulaire dit toujours.
        const permis = [
          'Lot 5',
          'Région',
          'Coopérative',
          'groupement',
          'conjoint',
          'solidaire',
          'sous-traitan',
          'sans objet',
          'oui',
          'non',
          'annexe à l’offre',
          'acte spécial',
        ]
        for (const c of f.rubriques.flatMap((r) => r.champs))
          expect(
            c.valeur === null || permis.some((m) => c.valeur?.includes(m)),
            `${c.libelle} : ${c.valeur}`,
          ).toBe(true)
      }
  })
  it('chaque rubrique des imprimés est dans un papier', () => {
    // Les lettres des imprimés, relevées à part : DC1 et ATTRI1 de 2019, DC2 et DC4 de 2023. La rubrique F du DC1 réunit F1, F2 et F3.
    const imprimes = {
      dc1: 'A B C D E F1 F2 F3 G',
      dc2: 'A B C1 C2 C3 E1 E2 E3 F1 F2 F3 F4 G1 G2 H I',
      dc4: 'A B C D E F G H I J K L M',
      attri1: 'A B1 B2 B3 B4 B5 C1 C2 D',
    } as const
    for (const [code, lettres] of Object.entries(imprimes)) {
      const papier = Object.keys(formulaires[code as keyof typeof imprimes].rubriques)
      const attendues = code === 'dc1' ? lettres.replace('F1 F2 F3', 'F') : lettres
      expect(papier.toSorted(), code).toEqual(attendues.split(' '))
    }
  })
  it('en groupement conjoint, l’annexe laisse à remplir le montant de chaque membre, que Coforme ne connaît pas', () => {
    const b2 = composerFormulaire('repartition', dossier('conjoint'), undefined, new Map(), null).rubriques[0]
    expect(b2?.champs.filter((c) => c.libelle.includes('montant')).map((c) => c.valeur)).toEqual([
      null,
      null,
      null,
    ])
  })
  it('l’acte d’engagement : chaque membre, la durée lue, le compte déclaré ; le total une fois dit, jamais le montant d’un membre', () => {
    const d = dossier('conjoint')
    const capacites = new Map([[org(1), { ...vide, compte: 'FR76 1234', siret: '12345678901234' }]])
    const lus = (connus = {}) => {
      const f = composerFormulaire('attri1', d, { dureeMois: 24 } as never, capacites, null, connus)
      return (lettre: string) => f.rubriques.find((r) => r.lettre === lettre)?.champs ?? []
    }
    const [avant, apres] = [lus(), lus({ total: '48 000,00 €' })]
    const valeur = (champs: readonly { libelle: string; valeur: string | null }[], libelle: string) =>
      champs.find((c) => c.libelle === libelle)?.valeur
    expect([valeur(avant('B1'), 'Montant hors taxes'), valeur(apres('B1'), 'Montant hors taxes')]).toEqual([
      null,
      '48 000,00 €',
    ])
    expect(
      avant('B1')
        .filter((c) => c.libelle === 'SIRET')
        .map((c) => c.valeur),
    ).toEqual([null, '12345678901234', null])
    expect(avant('B3').map((c) => c.valeur)).toEqual([null, 'FR76 1234', null])
    expect(valeur(avant('B5'), 'Durée')).toBe('24 mois')
    for (const c of apres('B2').filter((x) => x.libelle.includes('montant'))) expect(c.valeur).toBeNull()
    // Seul face à l’acheteur, le titulaire : ses sous-traitants n’y sont pas.
    const st = composerFormulaire('attri1', dossier('sous-traitance'), undefined, capacites, null)
    expect(st.rubriques.flatMap((r) => r.champs).some((c) => c.valeur === '12345678901234')).toBe(false)
  })
  it('un acte spécial dit le numéro du marché, et son modificatif ce qu’il remplace reste à écrire', () => {
    const c = (code: 'dc4' | 'dc4-special' | 'dc4-modificatif') =>
      composerFormulaire(code, dossier('sous-traitance'), undefined, new Map(), org(1), {
        marche: 'M-26',
      }).rubriques.find((r) => r.lettre === 'C')?.champs
    expect([c('dc4')?.length, c('dc4-special')?.[1]?.valeur, c('dc4-modificatif')?.[2]?.valeur]).toEqual([
      1,
      'M-26',
      null,
    ])
  })
  it('un champ rempli est mot pour mot ce que le membre a déclaré, au bon formulaire et jamais chez un autre', () => {
    const texte = fc.stringMatching(/^[a-z]{12,20}$/)
    fc.assert(
      fc.property(
        texte,
        texte,
        fc.constantFrom('siret', 'adresse', 'registre', 'nda', 'assurance', 'moyens', 'signataire' as const),
        (a, b, cle) => {
          fc.pre(a !== b)
          const d = dossier('conjoint')
          const capacites = new Map([
            [org(1), { ...vide, [cle]: a }],
            [org(2), { ...vide, [cle]: b }],
          ])
          const dc2 = (i: number) =>
            JSON.stringify(composerFormulaire('dc2', d, undefined, capacites, org(i)))
          const hab = (i: number) =>
            JSON.stringify(composerFormulaire('habilitation', d, undefined, capacites, org(i)))
          expect(dc2(1) + hab(1)).toContain(a)
          expect(dc2(1) + hab(1)).not.toContain(b)
          expect(dc2(2) + hab(2)).not.toContain(a)
        },
      ),
    )
  })
  it('déclarer une chose de plus ne peut qu’ôter des champs vides', () => {
    const d = dossier('conjoint')
    const base = champsVides(composerFormulaire('dc2', d, undefined, new Map([[org(1), vide]]), org(1)))
    for (const cle of [
      'siret',
      'forme',
      'adresse',
      'registre',
      'nda',
      'assurance',
      'moyens',
      'preuves',
    ] as const) {
      const plus = new Map([[org(1), { ...vide, [cle]: 'dit' }]])
      expect(champsVides(composerFormulaire('dc2', d, undefined, plus, org(1)))).toBeLessThan(base)
    }
    // Une jeune entreprise n’a pas fait zéro euro : l’exercice absent reste vide.
    const f1 = composerFormulaire('dc2', d, undefined, new Map([[org(1), vide]]), org(1)).rubriques.find(
      (r) => r.lettre === 'F1',
    )
    expect(f1?.champs.every((c) => c.valeur === null)).toBe(true)
  })
})

describe('la date limite', () => {
  it('se compte à la minute : la minute d’avant reste, la minute dite est passée', () => {
    expect(resteAvantLimite(limite, new Date(limite.getTime() - 60_000))).toMatchObject({
      minutes: 1,
      moment: 'gel',
    })
    expect(resteAvantLimite(limite, limite)).toMatchObject({ minutes: 0, moment: 'passe' })
    expect(resteAvantLimite(limite, new Date(limite.getTime() - GEL_HEURES * 3_600_000 - 1)).moment).toBe(
      'avant',
    )
    expect(resteAvantLimite(limite, new Date(limite.getTime() - GEL_HEURES * 3_600_000)).moment).toBe('gel')
    expect([aLHeure(new Date(limite.getTime() - 1), limite), aLHeure(limite, limite)]).toEqual([true, false])
  })
  it('ne promet jamais plus de temps qu’il n’en reste, et passe une fois pour toutes', () => {
    expect(['1 jour et 4 heures', '42 minutes', '23 jours', '2 heures', '1 minute']).toEqual(
      [1680, 42, 23 * 1440 + 59, 120, 1].map(direReste),
    )
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000 }), fc.integer({ min: 0, max: 9_000_000 }), (a, b) => {
        const ordre = ['avant', 'gel', 'passe']
        const [tot, tard] = [Math.min(a, b), Math.max(a, b)].map(
          (m) => new Date(limite.getTime() - 6_000_000_00 + m * 100),
        )
        const [x, y] = [resteAvantLimite(limite, tot as Date), resteAvantLimite(limite, tard as Date)]
        expect(ordre.indexOf(x.moment)).toBeLessThanOrEqual(ordre.indexOf(y.moment))
        expect(x.minutes).toBeGreaterThanOrEqual(y.minutes)
        expect(x.minutes * 60_000).toBeLessThanOrEqual(limite.getTime() - (tot as Date).getTime())
      }),
    )
  })
})

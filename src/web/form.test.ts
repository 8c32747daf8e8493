import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import {
  attestation,
  choix,
  courriel,
  date,
  decimal,
  entier,
  facultatif,
  fichierFacultatif,
  fichierSansGenre,
  fichierSansGenreFacultatif,
  montant,
  plusieurs,
  rangs,
  siret,
  texte,
  viaParser,
} from '#web/fields.ts'
import { avecLesSiens, emptyForm, readForm, rowsOf, withErrors } from '#web/form.ts'
import { pdfDEssai } from '../../test/pdf-d-essai.ts'

const envoi = (corps: string | Uint8Array<ArrayBuffer>, type = 'application/x-www-form-urlencoded') =>
  new Request('http://localhost/f', { method: 'POST', body: corps, headers: { 'content-type': type } })
const champs = (paires: Record<string, string> | [string, string][]) =>
  envoi(new URLSearchParams(paires).toString())

const schema = z.object({
  nom: texte({ min: 2, max: 10, vide: 'Donnez un nom.' }),
  prix: facultatif(montant()),
  seances: rangs(z.object({ date: date() }), { min: 0 }),
})

describe('lire un formulaire', () => {
  it('rend des données typées quand tout se lit', async () => {
    const read = await readForm(
      schema,
      champs({ nom: '  Rosa ', prix: '1 400,00', 'seances[0].date': '22/03/2027' }),
    )
    expect(read.ok && read.data).toEqual({ nom: 'Rosa', prix: 140_000, seances: [{ date: '2027-03-22' }] })
  })
  it('garde ce qui a été écrit et dit une phrase par champ', async () => {
    const read = await readForm(
      schema,
      champs({ nom: '', prix: 'beaucoup', 'seances[0].date': '31/02/2027' }),
    )
    if (read.ok) throw new Error('aurait dû refuser')
    expect(read.status).toBe(422)
    expect(read.form.errors.get('nom')).toBe('Donnez un nom.')
    expect(read.form.errors.get('prix')).toContain('n’est pas un montant')
    expect(read.form.errors.get('seances[0].date')).toBeTruthy()
    expect(read.form.values.get('prix')).toEqual(['beaucoup'])
  })
  it('rend aussi ce qui se lit déjà, pour que le métier dise ses refus en même temps', async () => {
    const read = await readForm(
      schema.refine(() => true),
      champs({ nom: 'Rosa', prix: 'beaucoup', 'seances[0].date': '31/02/2027' }),
    )
    if (read.ok) throw new Error('aurait dû refuser')
    expect(read.valides).toEqual({ nom: 'Rosa' })
    // Un champ fautif garde sa faute ; l’autre dit son refus.
    const form = avecLesSiens(read.form, { prix: 'Le prix est trop bas.', nom: 'Ce nom est pris.' })
    expect(form.errors.get('prix')).toContain('n’est pas un montant')
    expect(form.errors.get('nom')).toBe('Ce nom est pris.')
  })
  it('ne laisse passer aucune phrase en anglais', async () => {
    const brut = z.object({ a: z.string(), b: z.number(), c: z.array(z.string()) })
    const read = await readForm(
      brut,
      champs([
        ['b', 'x'],
        ['c', 'y'],
      ]),
    )
    if (read.ok) throw new Error('aurait dû refuser')
    for (const phrase of read.form.errors.values()) expect(phrase).toMatch(/^Cette réponse/)
    expect(read.form.errors.size).toBe(3)
  })
  it('rend un champ répété comme illisible là où une seule réponse est attendue', async () => {
    const read = await readForm(
      schema,
      champs([
        ['nom', 'Rosa'],
        ['nom', 'Tom'],
      ]),
    )
    expect(read.ok).toBe(false)
  })
  it('« ajouter » rend un rang de plus sans rien valider ni rien perdre', async () => {
    const read = await readForm(schema, champs({ nom: '', 'seances[0].date': 'x', ajouter: 'seances' }))
    if (read.ok) throw new Error('aurait dû revenir')
    expect([read.status, read.cause, read.form.errors.size]).toEqual([200, 'rangs', 0])
    expect(rowsOf(read.form, 'seances')).toBe(2)
    expect(read.form.values.get('seances[0].date')).toEqual(['x'])
  })
  it('« retirer » ôte le bon rang et renumérote les suivants', async () => {
    const read = await readForm(
      schema,
      champs({
        'seances[0].date': 'a',
        'seances[1].date': 'b',
        'seances[5].date': 'c',
        retirer: 'seances[1]',
      }),
    )
    if (read.ok) throw new Error('aurait dû revenir')
    expect(rowsOf(read.form, 'seances')).toBe(2)
    expect(read.form.values.get('seances[1].date')).toEqual(['c'])
  })
  it('un rang laissé vide ne compte pas', async () => {
    const read = await readForm(
      schema,
      champs({ nom: 'Rosa', 'seances[0].date': '', 'seances[1].date': '22/03/2027' }),
    )
    expect(read.ok && read.data.seances).toHaveLength(1)
  })
  it('un brouillon revient tel quel, sans reproche', async () => {
    const read = await readForm(schema, champs({ nom: '', brouillon: 'oui' }))
    expect(!read.ok && [read.cause, read.status, read.form.errors.size]).toEqual(['brouillon', 200, 0])
  })
  it('le jeton revient s’il est un uuid, et se tait sinon', async () => {
    const jeton = '018f4a00-0000-4000-8000-000000000001'
    const un = await readForm(schema, champs({ nom: 'Rosa', _jeton: jeton }))
    expect(un.ok && un.jeton).toBe(jeton)
    const faux = await readForm(schema, champs({ nom: 'Rosa', _jeton: "'; drop" }))
    expect(faux.ok && faux.jeton).toBeFalsy()
  })
  it('le métier peut poser ses phrases sur un formulaire rempli', () => {
    const form = withErrors(emptyForm<'nom'>(undefined, { nom: 'Rosa' }), { nom: 'Ce nom est pris.' })
    expect(form.errors.get('nom')).toBe('Ce nom est pris.')
    expect(form.values.get('nom')).toEqual(['Rosa'])
  })
  it('des valeurs de départ s’écrivent comme des objets', () => {
    const form = emptyForm(undefined, {
      themes: ['a', 'b'],
      seances: [{ date: 'x' }, { date: 'y' }],
      oui: true,
    })
    expect([...form.values]).toEqual([
      ['themes', ['a', 'b']],
      ['seances[0].date', ['x']],
      ['seances[1].date', ['y']],
      ['oui', ['on']],
    ])
  })
})

describe('un corps hostile', () => {
  const refuse = async (requete: Request, options = {}) => {
    const read = await readForm(schema, requete, options)
    if (read.ok) throw new Error('aurait dû refuser')
    return read
  }
  it('un octet qui n’est pas de l’UTF-8 rend 422', async () => {
    expect((await refuse(envoi('nom=%ff%fe'))).status).toBe(422)
    expect((await refuse(envoi(new Uint8Array([0x6e, 0x3d, 0xff])))).status).toBe(422)
    expect((await refuse(envoi('nom=%ED%A0%80'))).status).toBe(422)
  })
  it('un signe nul se refuse par une phrase sur son champ', async () => {
    const read = await refuse(envoi('nom=Ro%00sa'))
    expect(read.status).toBe(422)
    expect(read.form.errors.get('nom')).toContain('illisible')
    expect(read.form.values.get('nom')).toEqual(['Rosa'])
  })
  it('un sens d’écriture forcé et une marque invisible sont ôtés', async () => {
    const read = await readForm(schema, champs({ nom: 'Ro\u202e\u200b\u0007sa' }))
    expect(read.ok && read.data.nom).toBe('Rosa')
  })
  it('un envoi en plusieurs parties mal formé rend 422', async () => {
    expect((await refuse(envoi('n’importe quoi', 'multipart/form-data; boundary=x'))).status).toBe(422)
    expect((await refuse(envoi('x', 'multipart/form-data'))).status).toBe(422)
  })
  it('un autre type de contenu rend 415', async () => {
    expect((await refuse(envoi('{"nom":"Rosa"}', 'application/json'))).status).toBe(415)
  })
  it('trop d’octets, trop de champs, trop de signes ou trop de rangs rendent 413', async () => {
    expect((await refuse(envoi(`nom=${'a'.repeat(2_000)}`), { corps: 1_000 })).status).toBe(413)
    expect(
      (
        await refuse(champs(Array.from({ length: 30 }, (_, i) => [`c${i}`, '']) as [string, string][]), {
          champs: 20,
        })
      ).status,
    ).toBe(413)
    expect((await refuse(envoi(`nom=${'a'.repeat(200)}`), { longueur: 100 })).status).toBe(413)
    const beaucoup = Array.from({ length: 30 }, (_, i) => [`seances[${i}].date`, 'x']) as [string, string][]
    expect((await refuse(champs(beaucoup), { rangs: 20 })).status).toBe(413)
  })
  it('un nom de champ qui vise un prototype est laissé de côté', async () => {
    const noms = [
      '__proto__',
      '__proto__[polluer]',
      'constructor.prototype',
      'seances[0].__proto__',
      '.',
      'a[b]',
      'nom.nom',
    ]
    const read = await readForm(
      schema,
      champs([...noms.map((n) => [n, 'x'] as [string, string]), ['nom', 'Rosa']]),
    )
    expect(Object.hasOwn(Object.prototype, 'polluer')).toBe(false)
    expect(read.ok || read.status === 422).toBe(true)
  })
})

describe('les champs prêts', () => {
  const lire = (s: z.ZodType, v: unknown) => {
    const lu = s.safeParse(v)
    return lu.success ? lu.data : lu.error.issues[0]?.message
  }
  it('un million de signes n’atteint aucun lecteur : ce qu’il coûterait ne se paie pas', () => {
    const lus: string[] = []
    const champ = viaParser((t) => {
      lus.push(t)
      return t
    }, 'Non.')
    expect([lire(champ, `a${' '.repeat(1_000_000)}b`), lire(champ, 'court'), lus]).toEqual([
      'Non.',
      'court',
      ['court'],
    ])
  })
  it.each([
    ['un courriel', courriel(), 'Rosa@Exemple.fr', 'rosa@exemple.fr'],
    ['un faux courriel', courriel({ phrase: 'Non.' }), 'rosa@', 'Non.'],
    ['un entier à espace', entier(), '1 400', 1400],
    ['un nombre à virgule', decimal(), '1\u202f250,50', '1250.50'],
    ['un nombre entier', decimal(), '14', '14'],
    [
      'trois décimales',
      decimal(),
      '10,525',
      'Écrivez un nombre, avec une virgule et deux décimales au plus\u00a0: 1\u202f250,50.',
    ],
    ['un entier trop grand', entier({ max: 5 }), '6', 'Écrivez un nombre entier, de 0 à 5.'],
    ['un choix offert', choix(['a', 'b']), 'b', 'b'],
    ['un choix inventé', choix(['a', 'b'], { phrase: 'Choisissez.' }), 'c', 'Choisissez.'],
    ['un choix absent', choix(['a', 'b'], { phrase: 'Choisissez.' }), undefined, 'Choisissez.'],
    ['une attestation absente', attestation('Cochez.'), undefined, 'Cochez.'],
    ['un Siret à la phrase remplacée', siret({ phrase: 'Relisez le Siret.' }), '123', 'Relisez le Siret.'],
    ['un texte trop long', texte({ max: 3 }), 'abcd', 'Cette réponse compte 4 signes, pour 3 au plus.'],
    ['un facultatif vide', facultatif(date()), ' ', undefined],
    ['une année à deux chiffres', date(), '7/12/26', '2026-12-07'],
    ['une année à deux chiffres, avec ses points', facultatif(date()), '07.12.49 ', '2049-12-07'],
    ['un jour qui n’existe pas, à deux chiffres', date({ phrase: 'Non.' }), '31/02/27', 'Non.'],
    // 1967 ou 2067 : on ne devine pas.
    ['une année qui peut être d’un autre siècle', date({ phrase: 'Non.' }), '7/12/67', 'Non.'],
  ] as const)('%s', (_, s, v, attendu) => {
    expect(lire(s, v)).toBe(attendu)
  })
  it('plusieurs réponses, une seule ou aucune', () => {
    const s = plusieurs(['a', 'b', 'c'], { min: 1, phrase: 'Au moins une.' })
    expect(lire(s, ['c', 'a', 'a'])).toEqual(['a', 'c'])
    expect(lire(s, 'b')).toEqual(['b'])
    expect(lire(s, undefined)).toBe('Au moins une.')
    expect(lire(s, ['a', 'z'])).toBe('Au moins une.')
  })
  it('un fichier se reconnaît à ses octets, jamais à son nom', async () => {
    const piece = z.object({ piece: fichierFacultatif({ genres: ['pdf'], max: 1_000 }) })
    const avec = (octets: string, nom: string) => {
      const donnees = new FormData()
      donnees.set('piece', new File([octets], nom, { type: 'application/pdf' }))
      return readForm(piece, new Request('http://localhost/', { method: 'POST', body: donnees }))
    }
    const bon = await avec(pdfDEssai(), 'x.pdf')
    expect(bon.ok && bon.data.piece?.genre).toBe('pdf')
    expect((await avec('<html><script>', 'x.pdf')).ok).toBe(false)
    const actif = await avec(pdfDEssai('', '/OpenAction<</S/JavaScript/JS(1)>>'), 'x.pdf')
    expect(!actif.ok && actif.form.errors.get('piece')).toContain('porte un script')
    const trop = await avec(pdfDEssai(`%${'a'.repeat(2_000)}`), 'gros.pdf')
    expect(!trop.ok && trop.form.errors.get('piece')).toContain('PDF')
    expect(!trop.ok && trop.form.lost.get('piece')).toBe('gros.pdf')
    const vide = await avec('', '')
    expect(vide.ok && vide.data.piece).toBeUndefined()
  })
  it('un fichier que rien ne signe se prend tel quel, ni vide, ni au-delà de sa borne', async () => {
    const piece = z.object({
      piece: fichierSansGenre({ manque: 'Choisissez un fichier.', max: 10, vide: 'Vide, ou trop grand.' }),
      autre: fichierSansGenreFacultatif(),
    })
    const avec = async (octets: string | undefined) => {
      const donnees = new FormData()
      if (octets !== undefined) donnees.set('piece', new File([octets], 'x.csv', { type: 'text/csv' }))
      else donnees.set('piece', 'un texte')
      const lu = await readForm(piece, new Request('http://localhost/', { method: 'POST', body: donnees }))
      return lu.ok ? lu.data.piece.taille : lu.form.errors.get('piece')
    }
    expect(await avec('a;b')).toBe(3)
    expect(await avec('')).toBe('Vide, ou trop grand.')
    expect(await avec('a'.repeat(11))).toBe('Vide, ou trop grand.')
    expect(await avec(undefined)).toBe('Choisissez un fichier.')
  })
})

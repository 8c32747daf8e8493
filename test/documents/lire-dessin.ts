/** Un dessin de page lu opérateur par opérateur : `/Nom`, nombre, octets d’une chaîne, ou texte brut d’un dictionnaire. */
export type Operande = string | number | Buffer | readonly Operande[]
export type Jeton = { readonly operateur: string; readonly operandes: readonly Operande[] }

const echappes: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 }

/** La chaîne littérale qui commence ici, et la place qui la suit. */
const chaine = (t: string, debut: number): readonly [Buffer, number] => {
  const octets: number[] = []
  let paires = 1
  for (let i = debut + 1; i < t.length; i += 1) {
    const signe = t[i] ?? ''
    if (signe === '\\') {
      const octal = /^[0-7]{1,3}/.exec(t.slice(i + 1, i + 4))?.[0]
      octets.push(octal ? Number.parseInt(octal, 8) : (echappes[t[i + 1] ?? ''] ?? t.charCodeAt(i + 1)))
      i += octal?.length ?? 1
      continue
    }
    if (signe === '(') paires += 1
    if (signe === ')') {
      paires -= 1
      if (paires === 0) return [Buffer.from(octets), i + 1]
    }
    octets.push(t.charCodeAt(i))
  }
  throw new Error('Chaîne sans fin.')
}

/** La place qui suit le dictionnaire qui commence ici. */
const finDuDictionnaire = (t: string, debut: number): number => {
  let profondeur = 0
  for (let i = debut; i < t.length; i += 1) {
    if (t[i] === '(') i = chaine(t, i)[1] - 1
    else if (t.startsWith('<<', i)) [profondeur, i] = [profondeur + 1, i + 1]
    else if (t.startsWith('>>', i)) {
      ;[profondeur, i] = [profondeur - 1, i + 1]
      if (profondeur === 0) return i + 1
    }
  }
  throw new Error('Dictionnaire sans fin.')
}

export const jetonsDuDessin = (octets: Buffer): Jeton[] => {
  const t = octets.toString('latin1')
  const jetons: Jeton[] = []
  /** Les opérandes en attente ; un tableau ouvert en empile d’autres. */
  const piles: Operande[][] = [[]]
  const poser = (o: Operande) => void piles.at(-1)?.push(o)
  for (let i = 0; i < t.length; ) {
    const signe = t[i] ?? ''
    if (signe <= ' ') i += 1
    else if (signe === '(') {
      const [lue, fin] = chaine(t, i)
      poser(lue)
      i = fin
    } else if (t.startsWith('<<', i)) {
      const fin = finDuDictionnaire(t, i)
      poser(t.slice(i, fin))
      i = fin
    } else if (signe === '<') {
      const fin = t.indexOf('>', i)
      poser(Buffer.from(t.slice(i + 1, fin).replace(/\s/g, ''), 'hex'))
      i = fin + 1
    } else if (signe === '[') {
      piles.push([])
      i += 1
    } else if (signe === ']') {
      poser(piles.pop() ?? [])
      i += 1
    } else {
      const mot = /^\/?[^\s()<>[\]/]*/.exec(t.slice(i, i + 200))?.[0] || signe
      i += mot.length
      if (mot.startsWith('/')) poser(mot)
      else if (/^[-+.\d]/.test(mot)) poser(Number(mot))
      else jetons.push({ operateur: mot, operandes: piles.splice(0, piles.length, [])[0] ?? [] })
    }
  }
  return jetons
}

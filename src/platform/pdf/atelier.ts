import { type ChildProcess, fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setPriority } from 'node:os'

/*
 * L'atelier de composition : quelques processus, une file bornée, des limites de temps et de mémoire qui
 * tiennent. Un worker thread libérerait la boucle d'événements, mais `terminate()` n'interrompt pas le code
 * natif : seul un processus se tue, et il rend toute sa mémoire quand on le remplace.
 */
export type PapierAComposer = {
  /** Chemin du gabarit. */
  readonly gabarit: string
  /** Des chaînes JSON, et l’XML d’une facture (`facturX`) ; jamais du code. */
  readonly entrees: Readonly<Record<string, string>>
  /** Millisecondes depuis 1970. */
  readonly instant: number
  /** Plusieurs papiers d’un même geste : qui les a demandés n’a rien avant le dernier. */
  readonly enLot?: boolean
}
/** Des papiers déjà composés, à réunir en un fichier (`reunir.ts`). */
export type PapiersAReunir = {
  readonly pdfs: readonly Uint8Array[]
  readonly titre: string
  readonly noms: readonly string[]
}
export type Reponse =
  | { readonly genre: 'compose'; readonly pdf: Uint8Array; readonly pages: number }
  | { readonly genre: 'refus' | 'panne'; readonly messages: readonly string[] }
export type Issue = Reponse | { readonly genre: 'trop-lourd' | 'occupe' }

export type OptionsAtelier = {
  readonly ouvrier: string
  readonly places: number
  readonly limiteMs: number
  /** Mémoire résidente au-delà de laquelle un ouvrier est tué (Linux) ou remplacé après sa tâche (partout). */
  readonly memoireMax: number
  /** Documents composés avant remplacement. */
  readonly vie: number
  readonly attenteMax: number
  /** Sans rien à composer depuis ce temps, tous les ouvriers partent : une instance au repos n’en porte pas. */
  readonly reposMs: number
  /** Sans rien à composer depuis ce temps, un seul reste : le suivant renaît en 80 ms. */
  readonly renfortMs: number
  /** Ce qui attend son tour depuis ce temps, derrière un papier qui a demandé autant de calcul (là où il se lit), fait naître un ouvrier de plus ; depuis dix fois ce temps, quoi qu’il en soit : un papier peut attendre un disque sans calculer. */
  readonly patienceMs: number
  /** Cœurs de la machine. Sur deux, pages et base suivent moins de papiers qu’un seul ouvrier (mesuré, ADR 17) ; au-delà, rien ne le dit. */
  readonly coeurs: number
}

type Tache = { readonly demande: PapierAComposer | PapiersAReunir; readonly rendre: (issue: Issue) => void }
type Ouvrier = {
  readonly processus: ChildProcess
  faits: number
  pret: boolean
  tache?: Tache | undefined
  /** Son calcul quand il a pris sa tâche. */
  calculPris?: number | undefined
  tropLourd: boolean
  surveillance?: NodeJS.Timeout | undefined
  echeance?: NodeJS.Timeout | undefined
}

export type Atelier = {
  composer(demande: PapierAComposer | PapiersAReunir): Promise<Issue>
  processus(): readonly number[]
  close(): Promise<void>
}

/**
 * Le calcul que demande à naître un second ouvrier, qui porte ensuite une soixantaine de Mio : il ne naît que pour un lot qui en demande davantage. Des
 * papiers demandés un à un ne le font pas naître : un seul ouvrier les suit, pages et base y prennent trois fois son calcul (mesuré, ADR 17).
 */
const naissanceMs = 60
/** Ce qu’un papier demande, tant qu’aucun n’a été composé. */
const papierMs = 25

/** Un ouvrier compose, et ne garde rien : une part jeune étroite, une réserve de la bibliothèque C. Vingt Mo de moins chacun (mesuré). */
const reglages = ['--max-semi-space-size=2', '--heap-growing-percent=30', '--expose-gc', '--v8-pool-size=1']

// Rien de ce que sait le serveur ne passe à un ouvrier : ni adresse de base, ni clé, ni mot de passe.
const environnement = {
  TZ: 'UTC',
  LC_ALL: 'C',
  // Permis : PATH seul passe à l’ouvrier, qui doit trouver Node.
  PATH: process.env.PATH ?? '',
  NO_COLOR: '1',
  MALLOC_ARENA_MAX: '1',
  // Ce que le moteur rend retourne au système. À 64 Ko, chaque compression prenait et rendait quatre blocs : un dixième de calcul de plus par papier,
  // pour quatre Mio de moins (mesuré, quatre-vingts certificats).
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
}

/** Mémoire résidente d'un autre processus ; rien hors de Linux. */
const memoireDe = (pid: number): number | undefined => {
  try {
    const kilo = readFileSync(`/proc/${pid}/status`, 'utf8').match(/^VmRSS:\s+(\d+) kB/m)?.[1]
    return kilo === undefined ? undefined : Number(kilo) * 1024
  } catch {
    return undefined
  }
}

/** Le noyau compte le calcul par battements (USER_HZ, 100 partout). */
const battementMs = 10

/** Millisecondes de calcul d'un autre processus depuis sa naissance ; rien hors de Linux. */
const calculDe = (pid: number): number | undefined => {
  try {
    const texte = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // Le nom, entre parenthèses, peut contenir des espaces.
    const champs = texte.slice(texte.lastIndexOf(')') + 2).split(' ')
    return (Number(champs[11]) + Number(champs[12])) * battementMs
  } catch {
    return undefined
  }
}

/** Sur un cœur disputé, les pages passent avant les documents : un document attend, une page non. */
const passerApres = (pid: number | undefined): void => {
  try {
    if (pid !== undefined) setPriority(pid, 5)
  } catch {
    // Déjà fini, ou le système ne le permet pas : l’ouvrier travaille au rang ordinaire.
  }
}

export const createAtelier = (options: OptionsAtelier): Atelier => {
  const file: Tache[] = []
  const ouvriers = new Set<Ouvrier>()
  let mortsNes = 0
  /** Ce que demande un papier ces temps-ci : le moindre, qui remonte d’un dixième à chaque papier plus lourd. Le premier d’un ouvrier ne compte donc guère. */
  let courantMs = papierMs
  let ferme = false
  let repos: NodeJS.Timeout | undefined
  let renfort: NodeJS.Timeout | undefined
  let tete: Tache | undefined
  let patience: NodeJS.Timeout | undefined

  const tuer = (o: Ouvrier, tropLourd: boolean) => {
    o.tropLourd = tropLourd
    o.processus.kill('SIGKILL')
  }

  const finir = (o: Ouvrier, issue: Issue) => {
    clearTimeout(o.echeance)
    clearInterval(o.surveillance)
    const tache = o.tache
    o.tache = undefined
    tache?.rendre(issue)
  }

  const embaucher = () => {
    const processus = fork(options.ouvrier, [], {
      execArgv: reglages,
      env: environnement,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    passerApres(processus.pid)
    const o: Ouvrier = { processus, faits: 0, pret: false, tropLourd: false }
    ouvriers.add(o)
    processus.on('message', (m: ({ genre: 'pret' } | Reponse) & { memoire?: number; calculMs?: number }) => {
      if (m.genre === 'pret') {
        o.pret = true
        mortsNes = 0
        distribuer()
        return
      }
      o.faits++
      const { memoire, calculMs = courantMs, ...reponse } = m
      // Un refus s’arrête tôt, et réunir n’est pas composer : ni l’un ni l’autre n’apprend ce que demande un papier.
      if (m.genre === 'compose' && o.tache && 'gabarit' in o.tache.demande)
        courantMs = Math.min(calculMs, courantMs * 1.1)
      finir(o, reponse)
      if (o.faits >= options.vie || (memoire ?? 0) > options.memoireMax) tuer(o, false)
      else distribuer()
    })
    let parti = false
    const depart = () => {
      if (parti) return
      parti = true
      ouvriers.delete(o)
      if (!o.pret) mortsNes++
      finir(o, o.tropLourd ? { genre: 'trop-lourd' } : { genre: 'panne', messages: ['ouvrier interrompu'] })
      // Un ouvrier qui ne naît pas trois fois de suite ne naîtra pas : on le dit au lieu de tourner en rond.
      if (mortsNes >= 3) {
        mortsNes = 0
        for (const t of file.splice(0)) t.rendre({ genre: 'panne', messages: ['aucun ouvrier ne démarre'] })
      }
      distribuer()
    }
    processus.once('exit', depart)
    processus.once('error', depart)
  }

  const reposer = () => {
    clearTimeout(repos)
    clearTimeout(renfort)
    if (file.length > 0 || [...ouvriers].some((o) => o.tache)) return
    renfort = setTimeout(() => {
      for (const o of [...ouvriers].slice(1)) tuer(o, false)
    }, options.renfortMs).unref()
    repos = setTimeout(() => {
      for (const o of ouvriers) tuer(o, false)
    }, options.reposMs).unref()
  }

  /** Le calcul qui manque au plus court des papiers en cours pour être long. */
  const manque = (): number =>
    Math.max(
      ...[...ouvriers].map(({ processus: { pid = 0 }, calculPris = 0 }) => {
        const calcul = calculDe(pid)
        return calcul === undefined ? 0 : options.patienceMs - (calcul - calculPris)
      }),
    )

  /** L’estimation ne sait rien du papier en cours : le premier de la file ne l’attend pas au-delà de `patienceMs` s’il reste une place. */
  const patienter = (delaiMs = options.patienceMs, depuis = Date.now()) => {
    if (file[0] === tete) return
    tete = file[0]
    clearTimeout(patience)
    if (!tete) return
    patience = setTimeout(() => {
      tete = undefined
      if (ouvriers.size >= options.places || ![...ouvriers].every((o) => o.pret)) return
      // Sur une machine prise ailleurs, un papier court dure : un ouvrier de plus n’y ferait qu’attendre avec lui.
      const reste = manque()
      if (reste > 0 && Date.now() - depuis < 10 * options.patienceMs)
        return patienter(Math.max(reste, battementMs), depuis)
      try {
        embaucher()
      } catch {
        // Le système n’en donne pas d’autre : ce qui attend passe après le papier en cours, ou à l’embauche suivante.
      }
    }, delaiMs).unref()
  }

  const distribuer = () => {
    if (ferme) return
    reposer()
    for (const o of ouvriers) {
      if (!o.pret || o.tache || o.processus.killed) continue
      const tache = file.shift()
      if (!tache) break
      o.tache = tache
      o.calculPris = calculDe(o.processus.pid ?? 0)
      o.echeance = setTimeout(() => tuer(o, true), options.limiteMs)
      o.surveillance = setInterval(() => {
        if ((memoireDe(o.processus.pid ?? 0) ?? 0) > options.memoireMax) tuer(o, true)
      }, 100)
      o.processus.send(tache.demande, (erreur) => {
        if (erreur) tuer(o, false)
      })
    }
    // On n'embauche qu'au besoin : une instance qui n'imprime pas ne porte pas 100 Mo par ouvrier.
    const aNaitre = [...ouvriers].filter((o) => !o.pret).length
    const comptes =
      options.coeurs > 2
        ? file.length
        : file.filter(({ demande }) => 'gabarit' in demande && demande.enLot).length
    for (let i = aNaitre; i < file.length && ouvriers.size < options.places; i++)
      if (ouvriers.size === 0 || comptes * courantMs > naissanceMs) embaucher()
    patienter()
  }

  return {
    composer: (demande) =>
      new Promise((rendre) => {
        if (ferme) return rendre({ genre: 'panne', messages: ['atelier fermé'] })
        if (file.length >= options.attenteMax) return rendre({ genre: 'occupe' })
        file.push({ demande, rendre })
        clearTimeout(repos)
        clearTimeout(renfort)
        distribuer()
      }),
    processus: () => [...ouvriers].flatMap((o) => o.processus.pid ?? []),
    close: async () => {
      ferme = true
      clearTimeout(repos)
      clearTimeout(renfort)
      clearTimeout(patience)
      for (const t of file.splice(0)) t.rendre({ genre: 'panne', messages: ['atelier fermé'] })
      await Promise.all(
        [...ouvriers].map(
          (o) =>
            new Promise<void>((fini) => {
              if (!ouvriers.has(o)) return fini()
              o.processus.once('exit', () => fini())
              o.processus.kill('SIGKILL')
            }),
        ),
      )
    },
  }
}

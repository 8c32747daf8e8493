import { commandeDeCas } from '#web/commande-pure.ts'
import { type Niveau, signaler } from '../domain/entente.ts'
import { lireDossiers } from '../lecture/lire-dossiers.ts'

const dits: Readonly<Record<Niveau, string>> = { bloque: 'Bloque', grave: 'Grave', alerte: 'Alerte' }

/** Les signaux d’entente de chaque dossier d’un fichier. Sans base. */
export const ententeCommande = commandeDeCas({
  nom: 'marches entente',
  option: '--dossiers',
  lire: lireDossiers,
  juger: (cas, detail) => {
    const juges = cas.map((c) => ({ id: c.id, signaux: signaler(c.dossier) }))
    return {
      document: {
        cas: juges.map(({ id, signaux }) => ({
          id,
          signaux: signaux.map((s) => [s.code, s.niveau, s.qui]),
          ...(detail ? { explications: signaux } : {}),
        })),
      },
      lignes: [
        ...juges.flatMap(({ id, signaux }) => [
          id,
          ...(signaux.length === 0 ? ['  Aucun signal.'] : []),
          ...signaux.map(
            (s) =>
              `  ${dits[s.niveau]} : ${s.dit} (${[s.qui.join(', '), s.source].filter(Boolean).join(' ; ')})`,
          ),
          '',
        ]),
        'Ceci n’est pas un conseil juridique : un signal n’accuse pas, son absence ne blanchit pas.',
      ],
    }
  },
})

/** Les dernières entrées du registre : ce que c’est, et les deux heures. Aucune ne nomme personne. */
import { formaterDate } from '#kernel/dates.ts'
import { heureLocale, type Zone } from '#kernel/zones.ts'
import { Pagination, Section, Table } from '#web/components.tsx'
import type { EntreeDuRegistre } from '../db/export.ts'
import type { GenreEntree, Voie } from '../domain/entree.ts'
import type { EntreeLue } from '../domain/lire-entree.ts'
import { registreUrl } from '../liens.ts'
import { parGroupes } from './commun.ts'

const motGenre: Readonly<Record<GenreEntree, string>> = {
  presence: 'présence signée',
  absence: 'absence notée',
  retard: 'minutes perdues',
  contresignature: 'signature de qui forme',
  regularisation: 'présence attestée après coup',
  correction: 'correction',
  annulation: 'annulation',
  cloture: 'feuille close',
  jalon: 'jalon',
  effacement: 'parts effacées',
}
const motPorte: Readonly<Record<Voie, string>> = {
  lien: 'lien personnel',
  tablette: 'tablette',
  qr: 'code de la salle',
  formateur: 'qui forme',
  papier: 'papier',
}

const deux = (n: number): string => String(n).padStart(2, '0')
/** À la pendule de la salle, à la seconde : « 24 nov. 2026, 9 h 05 min 12 s », c’est elle que l’on compare. */
const heure = (iso: string, zone: Zone): string => {
  const l = heureLocale(new Date(iso), zone)
  return `${formaterDate(l.date, 'court')}, ${Math.floor(l.minute / 60)} h ${deux(l.minute % 60)} min ${deux(l.seconde)} s`
}

/** Rapportée hors de l’heure, d’un appareil retiré, sur une feuille close : l’entrée est là, la case n’en a pas changé. */
const sansEffet = (e: EntreeLue): boolean =>
  e.horsLigne && e.etat === null && (e.genre === 'presence' || e.genre === 'absence')

export const Entrees = ({
  entrees,
  derniere,
}: {
  entrees: readonly EntreeDuRegistre[]
  derniere: number
}) => {
  const [premiere, fin] = [entrees.at(-1)?.numero ?? 0, entrees[0]?.numero ?? 0]
  return (
    <Section titre="Entrées" id="entrees">
      <Table
        legende={`Entrées ${premiere} à ${fin}, sur ${derniere}`}
        lignes={entrees}
        colonnes={[
          { titre: 'Entrée', entete: true, nombre: true, cell: (e) => String(e.numero) },
          {
            titre: 'Ce que c’est',
            cell: (e) =>
              e.lue
                ? [
                    motGenre[e.lue.genre],
                    e.lue.horsLigne ? 'sans réseau' : '',
                    e.lue.doublon ? 'en double, sans effet' : sansEffet(e.lue) ? 'gardée sans effet' : '',
                  ]
                    .filter(Boolean)
                    .join(', ')
                : 'd’un format que cette version ne lit pas',
          },
          { titre: 'Par', cell: (e) => (e.lue?.porte ? motPorte[e.lue.porte] : '') },
          {
            titre: 'Heure de l’appareil',
            cell: (e) => (e.lue?.horloges.appareil ? heure(e.lue.horloges.appareil, e.zone) : 'non dite'),
          },
          { titre: 'Reçue à', cell: (e) => (e.lue ? heure(e.lue.horloges.serveur, e.zone) : '') },
          { titre: 'Empreinte', cell: (e) => parGroupes(e.empreinte.slice(0, 16)) },
        ]}
      />
      <Pagination
        url={registreUrl()}
        avant={fin < derniere ? String(fin) : undefined}
        apres={premiere > 1 ? String(premiere) : undefined}
      />
    </Section>
  )
}

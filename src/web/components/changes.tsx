import { Table } from '#web/components/lists.tsx'
import { Section } from '#web/components/section.tsx'
import type { Change } from '#web/entre-temps.ts'

/** Ce qui a changé pendant qu'on écrivait, sous le refus qui le dit. Rien s'il n'y a rien. */
export const ChangesTable = ({
  changes,
  noms,
  dire,
}: {
  changes: readonly Change[]
  /** Le nom de chaque champ à l'écran. */
  noms: Readonly<Record<string, string>>
  /** Comment se lit une réponse qui n'est pas du texte (une case, un choix) ; rien : telle quelle. */
  dire?: (nom: string, valeur: string) => string | undefined
}) => {
  if (changes.length === 0) return null
  const lire = (nom: string, valeurs: readonly string[]) =>
    valeurs
      .filter((v) => v !== '')
      .map((v) => dire?.(nom, v) ?? (v === 'on' ? 'oui' : v))
      .join(', ') || '—'
  return (
    <Section titre="Entre-temps" id="entre-temps">
      <Table
        legende="Ce qui a changé entre-temps"
        lignes={changes}
        colonnes={[
          { titre: 'Ce qui a changé', entete: true, cell: (x) => noms[x.nom] ?? x.nom },
          { titre: 'À l’ouverture', cell: (x) => lire(x.nom, x.avant) },
          { titre: 'Maintenant', cell: (x) => lire(x.nom, x.maintenant) },
        ]}
      />
    </Section>
  )
}

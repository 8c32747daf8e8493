/** Qui témoigne pour qui, et ce que l’on peut y répondre. */
import { Button, Etat, Form, Table } from '#web/components.tsx'
import { emptyForm } from '#web/form.ts'
import type { Temoignage } from '../db/temoins.ts'
import { registreTemoinUrl } from '../liens.ts'

const etats = {
  demande: { etat: 'a-juger', mot: 'attend une réponse' },
  accepte: { etat: 'prouve', mot: 'témoigne' },
  refuse: { etat: 'sans-objet', mot: 'a refusé' },
  retire: { etat: 'sans-objet', mot: 'a cessé' },
} as const

const etatDe = (t: Temoignage) =>
  t.contredits > 0
    ? ({ etat: 'manquant', mot: `${t.contredits} jalons refusés : deux chaînes, peut-être` } as const)
    : etats[t.etat]

const Gestes = ({ t }: { t: Temoignage }) => {
  const action = registreTemoinUrl({ organisme: t.organisme })
  if (t.etat === 'demande' && !t.nous)
    return (
      <Form form={emptyForm()} action={action} classe="">
        <Button geste="accepter">Accepter de témoigner</Button> <Button geste="refuser">Refuser</Button>
      </Form>
    )
  return t.etat === 'demande' || t.etat === 'accepte' ? (
    <Form form={emptyForm()} action={action} classe="">
      <Button geste="cesser">{t.etat === 'demande' ? 'Retirer la demande' : 'Cesser'}</Button>
    </Form>
  ) : null
}

export const Temoins = ({
  titre,
  liste,
  regle,
}: {
  titre: string
  liste: readonly Temoignage[]
  regle: boolean
}) => (
  <Table
    legende={titre}
    lignes={liste}
    colonnes={[
      { titre: 'Coopérative', entete: true, cell: (t) => t.nom },
      { titre: 'État', cell: (t) => <Etat {...etatDe(t)} /> },
      { titre: 'Jalons gardés', nombre: true, cell: (t) => String(t.gardes) },
      { titre: 'Contresignés', nombre: true, cell: (t) => String(t.contresignes) },
      ...(regle ? [{ titre: 'Geste', cell: (t: Temoignage) => <Gestes t={t} /> }] : []),
    ]}
  />
)

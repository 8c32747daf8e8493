// Long parce que le compte se lit d’une page : ce qui attend, les soldes, les écritures, l’arrêté, la règle.
import type { Child } from 'hono/jsx'
import { comparerDates, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { compter, de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutSuivre } from '#modules/organisme/index.ts'
import { type DecisionClose, decisionUrl, poleUrl } from '#modules/pole/index.ts'
import {
  Button,
  ButtonLink,
  Definitions,
  Empty,
  Etat,
  Exporter,
  Facts,
  Field,
  Form,
  Page,
  Section,
  SelectField,
  Table,
} from '#web/components.tsx'
import { emptyForm, type FormState } from '#web/form.ts'
import { withQuery } from '#web/links.ts'
import {
  aVirer,
  dernierJour,
  direSolde,
  enAttente,
  etatDeLigne,
  JOURS_POUR_SIGNER,
  JOURS_POUR_VIRER,
  type LigneDuCourant,
  lignesLisibles,
  marges,
  type PropositionLue,
  totaux,
} from '../domain/courant.ts'
import type { CompteLu } from '../lecture/compte-courant.ts'
import {
  compteCourantUrl,
  comptesCourantsUrl,
  ecrituresDuCourantUrl,
  fecDuCourantUrl,
  ligneDuCourantUrl,
  noterEchangeUrl,
} from '../liens.ts'
import { DessinDesSoldes, TableDesSoldes } from './compte-courant-soldes.tsx'

export type Revenu = { readonly geste: string; readonly form: FormState } | undefined
const formDe = (revenu: Revenu, nom: string): FormState => (revenu?.geste === nom ? revenu.form : emptyForm())

export const euros = (c: number) => formaterMontant(centimes(Math.abs(c)))
export const jourDe = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))
/** Le jour au soir duquel cela finit. */
export const jourDeFin = (fin: Date) => formaterDate(dernierJour(fin))

/** Un geste d’un bouton, et ce qu’il désigne. */
export const Bouton = ({
  vers,
  cache = {},
  genre,
  children,
}: {
  vers: string
  cache?: Readonly<Record<string, string>>
  genre?: 'call' | 'main' | 'grave'
  children: Child
}) => (
  <Form form={emptyForm()} action={vers} classe="court">
    {Object.entries(cache).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <p class="gestes-l">
      <Button {...(genre ? { genre } : {})}>{children}</Button>
    </p>
  </Form>
)

const Proposition = ({ p, ici, appel }: { p: PropositionLue; ici: string; appel: boolean }) => (
  <li class="geste">
    <h3>
      <b>Accorder</b> {euros(p.montant)} {p.jeDois ? `à ${p.nom}` : `que ${p.nom} vous doit`}
    </h3>
    <p>
      {p.genre === 'correction' ? `Une correction : ${p.motif} ` : ''}
      {p.libelle}, {formaterDate(p.faitLe)}
      {p.piece ? ` (${p.piece})` : ''}
      {p.genre === 'attente' && p.expireLe ? `, à passer avant le ${jourDe(p.expireLe)}` : ''}. Sans réponse
      le {jourDe(p.tombeLe)}, l’écriture tombe : elle ne se prend jamais toute seule.
    </p>
    <div class="geste-do">
      <Bouton
        vers={`${ici}/accorder`}
        cache={{ proposition: p.id }}
        {...(appel ? { genre: 'call' as const } : {})}
      >
        Accorder l’écriture
      </Bouton>
      <Bouton vers={`${ici}/refuser`} cache={{ proposition: p.id }}>
        Refuser
      </Bouton>
    </div>
  </li>
)

const AVous = ({ lu, ici, pole }: { lu: CompteLu; ici: string; pole: string }) => {
  const recues = lu.propositions.filter((p) => !p.deNous)
  const aPasser = lu.lignes.filter((l) => l.aMoi)
  const virements = lu.lignes.filter(aVirer)
  const aSigner = lu.arretes.find((a) => !a.compenseLe && !a.signeLe)
  if (recues.length + aPasser.length + virements.length === 0 && !aSigner) return null
  return (
    <Section titre="À vous" id="a-vous">
      <ol class="gestes">
        {recues.map((p, i) => (
          <Proposition p={p} ici={ici} appel={i === 0} />
        ))}
        {aPasser.map((l) => (
          <li class="geste">
            <h3>
              <b>{l.arrete ? 'Confirmer' : 'Passer'}</b> {euros(l.attente)} {de(l.nom)}
            </h3>
            <p>
              {l.arrete
                ? 'Un virement de compensation : confirmez-le quand la banque l’a reçu.'
                : `${l.libelle}, accordé des deux.`}
              {l.expireLe ? ` Échéance : ${jourDeFin(l.expireLe)}.` : ''}
            </p>
            <p class="geste-do">
              <ButtonLink href={ligneDuCourantUrl({ pole, ligne: l.mouvement })}>
                {l.arrete ? 'Confirmer le virement' : 'Passer l’écriture'}
              </ButtonLink>
            </p>
          </li>
        ))}
        {virements.map((l) => (
          <li class="geste">
            <h3>
              <b>Virer</b> {euros(l.attente)} à {l.nom}
            </h3>
            <p>
              Un virement de compensation : votre banque le fait, {l.nom} le confirme ici quand elle l’a reçu.
              {l.expireLe
                ? ` Sans confirmation au soir du ${jourDeFin(l.expireLe)}, il se libère : la dette reste au compte.`
                : ''}
            </p>
            <p class="geste-do">
              <ButtonLink href={ligneDuCourantUrl({ pole, ligne: l.mouvement })}>Ouvrir la ligne</ButtonLink>
            </p>
          </li>
        ))}
        {aSigner && lu.compte ? (
          <li class="geste">
            <h3>
              <b>Signer</b> votre relevé arrêté le {jourDeFin(aSigner.au)}
            </h3>
            <p>
              Relisez vos écritures. Contester une ligne la retient, et ne retient qu’elle : le reste se
              signe. Après {JOURS_POUR_SIGNER} jours, la compensation n’attend plus.
            </p>
            <div class="geste-do">
              <Bouton vers={`${ici}/signer`} cache={{ arrete: aSigner.id }}>
                Signer le relevé
              </Bouton>
            </div>
          </li>
        ) : null}
      </ol>
    </Section>
  )
}

const Soldes = ({ lu, ici, tient }: { lu: CompteLu; ici: string; tient: boolean }) => {
  const attendues = lu.comptes.filter((c) => !c.montre)
  return (
    <Section
      titre="Soldes"
      id="soldes"
      sous="Le détail d’une écriture n’est lu que des deux qui l’ont faite."
    >
      {lu.soldes.length > 0 ? (
        <>
          <DessinDesSoldes soldes={lu.soldes} />
          <TableDesSoldes soldes={lu.soldes} />
          <p class="note">
            Au plafond, une écriture de plus est refusée aux deux : on rend d’abord, ou l’on règle.
          </p>
        </>
      ) : (
        <p>
          Les soldes se montrent quand toutes l’acceptent, et tant que toutes l’acceptent.
          {attendues.length > 0
            ? ` N’ont pas encore accepté : ${attendues.map((c) => c.nom).join(', ')}.`
            : ''}
        </p>
      )}
      {lu.compte && tient ? (
        lu.compte.montre ? (
          <Bouton vers={`${ici}/cacher`}>Ne plus montrer notre solde</Bouton>
        ) : (
          <Bouton vers={`${ici}/montrer`}>Accepter que le pôle lise notre solde</Bouton>
        )
      ) : null}
    </Section>
  )
}

const Donne = ({ n }: { n: number }) => <>{n > 0 ? euros(n).replace(/\s*\u20ac$/, '') : ''}</>

type Rangee =
  | { readonly quand: DateCivile; readonly p: PropositionLue }
  | { readonly quand: DateCivile; readonly l: LigneDuCourant }

const Ecritures = ({ lu, pole, tient, ici }: { lu: CompteLu; pole: string; tient: boolean; ici: string }) => {
  const anneeDe = (l: LigneDuCourant) => Number(jourLocal(l.le, ZONE_PAR_DEFAUT).slice(0, 4))
  const lisibles = lignesLisibles(lu.lignes)
  const lignes = lisibles.filter((l) => anneeDe(l) === lu.annee)
  const annees = [...new Set(lisibles.map(anneeDe))].filter((a) => a !== lu.annee).sort((a, b) => b - a)
  const t = totaux(lignes)
  const toutes: readonly Rangee[] = [
    ...lu.propositions.map((p) => ({ quand: p.faitLe, p })),
    ...lignes.map((l) => ({ quand: l.faitLe, l })),
  ]
  // La plus récente d’abord, par la date que la ligne montre.
  const rangees = toutes.toSorted((x, y) => comparerDates(y.quand, x.quand))
  const montant = (x: Rangee) =>
    'p' in x ? (x.p.jeDois ? -x.p.montant : x.p.montant) : x.l.genre === 'attente' ? x.l.attente : x.l.montant
  return (
    <Section
      titre="Vos écritures"
      id="ecritures"
      sous={`${lu.annee} : ${compter(lignes.length, 'accordée')}, ${lu.propositions.length} sans réponse`}
      outils={[
        ...(tient && lu.compte ? [{ libelle: 'Noter un échange', href: noterEchangeUrl({ pole }) }] : []),
        { libelle: 'Extrait au format FEC', href: withQuery(fecDuCourantUrl({ pole }), { annee: lu.annee }) },
      ]}
    >
      {rangees.length === 0 ? (
        <Empty titre={`Rien ne s’est encore prêté en ${lu.annee}.`}>
          Une salle pour deux jours, un vidéoprojecteur, une collègue prêtée au coût : l’une note, l’autre
          accorde, et les soldes bougent.
        </Empty>
      ) : (
        <Table
          legende={`Les écritures de votre coopérative en ${lu.annee}, en euros, et l’accord des deux côtés`}
          classe="ecritures"
          lignes={rangees}
          colonnes={[
            { titre: 'Date', cell: (x) => formaterDate(x.quand) },
            {
              titre: 'Quoi',
              entete: true,
              cell: (x) =>
                'p' in x ? (
                  x.p.libelle
                ) : (
                  <a href={ligneDuCourantUrl({ pole, ligne: x.l.mouvement })}>
                    {x.l.genre === 'correction' ? `Correction : ${x.l.libelle}` : x.l.libelle}
                  </a>
                ),
            },
            { titre: 'Avec', cell: (x) => ('p' in x ? x.p.nom : x.l.nom) },
            { titre: 'Pièce', cell: (x) => ('p' in x ? x.p.piece : x.l.piece) },
            { titre: 'Donné', nombre: true, cell: (x) => <Donne n={montant(x)} /> },
            { titre: 'Reçu', nombre: true, cell: (x) => <Donne n={-montant(x)} /> },
            {
              titre: 'Accords',
              cell: (x) => {
                if ('p' in x)
                  return <Etat etat="partiel" mot={x.p.deNous ? 'attend son accord' : 'attend le vôtre'} />
                const [etat, mot] = etatDeLigne(x.l)
                return <Etat etat={etat} mot={mot} />
              },
            },
          ]}
          pied={[
            '',
            `Passées, ${direSolde(t.donne - t.recu)}`,
            '',
            '',
            <Donne n={t.donne} />,
            <Donne n={t.recu} />,
            '',
          ]}
        />
      )}
      {tient
        ? lu.propositions
            .filter((p) => p.deNous)
            .map((p) => (
              <Bouton vers={`${ici}/retirer`} cache={{ proposition: p.id }}>
                Retirer « {p.libelle} », proposée à {p.nom}
              </Bouton>
            ))
        : null}
      <p>
        <Exporter href={ecrituresDuCourantUrl({ pole })} />
        {annees.map((a) => (
          <>
            {' '}
            <a href={withQuery(ici, { annee: a })}>{a}</a>
          </>
        ))}
      </p>
      <p class="note">
        Le compte compense, il ne remplace pas la pièce : une salle se facture, avec sa TVA ; une personne
        prêtée se rembourse au coût. Contester une écriture la retient, avec votre motif, et ne touche aucun
        solde.
      </p>
    </Section>
  )
}

const FinDAnnee = ({ lu, ici, revenu }: { lu: CompteLu; ici: string; revenu: Revenu }) => {
  const ouvert = lu.arretes.find((a) => !a.compenseLe)
  return (
    <Section titre="En fin d’année" id="arrete" sous="Arrêter, relire, compenser (C. civ., art. 1347).">
      {lu.arretes.length > 0 ? (
        <Table
          legende="Les arrêtés du pôle"
          lignes={lu.arretes}
          colonnes={[
            { titre: 'Arrêté au', entete: true, cell: (a) => jourDeFin(a.au) },
            { titre: 'Relevés signés', cell: (a) => `${a.signes} sur ${a.comptes ?? lu.comptes.length}` },
            {
              titre: 'Le vôtre',
              cell: (a) =>
                a.signeLe ? `${direSolde(a.soldeSigne ?? 0)}, signé le ${jourDe(a.signeLe)}` : 'non signé',
            },
            {
              titre: 'Compensé',
              cell: (a) =>
                a.compenseLe
                  ? `le ${jourDe(a.compenseLe)} ; pour vous, ${compter(a.virements ?? 0, 'virement')}${a.retenues ? `, ${compter(a.retenues, 'ligne contestée laissée')} dehors` : ''}`
                  : 'pas encore',
            },
          ]}
        />
      ) : (
        <p>
          Qui anime le pôle arrête les comptes ; chacune relit et signe son relevé ; la compensation dit les
          virements à faire, moins nombreux que les comptes. Qui reçoit un virement le confirme : il a{' '}
          {JOURS_POUR_VIRER} jours.
        </p>
      )}
      {lu.r.anime ? (
        ouvert ? (
          <Bouton vers={`${ici}/compenser`} cache={{ arrete: ouvert.id }}>
            Compenser l’arrêté du {jourDeFin(ouvert.au)}
          </Bouton>
        ) : lu.comptes.length > 1 ? (
          <Form form={formDe(revenu, 'arreter')} action={`${ici}/arreter`} classe="court">
            <Field
              form={formDe(revenu, 'arreter')}
              name="au"
              label="Arrêter les comptes au soir du"
              inputmode="numeric"
              hint="31/12/2026 ; aujourd’hui, c’est à l’instant : la suite du jour va à l’arrêté d’après"
            />
            <p class="gestes-l">
              <Button>Arrêter les comptes</Button>
            </p>
          </Form>
        ) : null
      ) : null}
    </Section>
  )
}

const Regle = ({
  lu,
  ici,
  revenu,
  decisions,
}: {
  lu: CompteLu
  ici: string
  revenu: Revenu
  decisions: readonly DecisionClose[]
}) => {
  const form = formDe(revenu, 'regler')
  if (!lu.r.anime) return null
  return (
    <Section titre="La règle du pôle" id="regle" sous="Elle se vote ; vous la reportez ici.">
      {decisions.length === 0 ? (
        <p>
          Aucune proposition close : <a href={poleUrl({ pole: lu.r.pole.id })}>ouvrez un vote</a> sur le
          plafond.
        </p>
      ) : (
        <Form form={form} action={`${ici}/regler`} classe="court">
          <Field form={form} name="plafond" label="Plafond, dans chaque sens" inputmode="decimal" unite="€" />
          <SelectField
            form={form}
            name="decision"
            label="La décision qui le dit"
            vide="choisir"
            options={decisions.map((d) => ({ value: d.id, label: `${d.titre} (${d.issue ?? ''})` }))}
          />
          <p class="gestes-l">
            <Button>Poser le plafond</Button>
          </p>
        </Form>
      )}
    </Section>
  )
}

export const VueDuCompte = ({
  lu,
  revenu,
  decisions,
}: {
  lu: CompteLu
  revenu: Revenu
  decisions: readonly DecisionClose[]
}) => {
  const { pole } = lu.r
  const ici = compteCourantUrl({ pole: pole.id })
  const tient = peutSuivre('echanges.tenir')
  const { compte, regle } = lu
  const marge = compte && marges(compte)
  const attente = enAttente(lu.lignes)
  return (
    <Page
      title="Compte courant"
      heading="Compte courant du pôle"
      lede="Salles, journées, matériel : ce que les coopératives du pôle se prêtent, compté en euros. La somme des soldes fait toujours zéro."
      path={[
        { libelle: 'Comptes courants', href: comptesCourantsUrl() },
        { libelle: pole.nom, href: poleUrl({ pole: pole.id }) },
      ]}
      alert={revenu?.form.alert}
      facts={
        <Facts
          faits={[
            ['Exercice', String(lu.annee)],
            ['Comptes', compter(lu.comptes.length, 'coopérative')],
            ...(regle
              ? ([
                  ['Plafond', `${euros(regle.plafond)} dans chaque sens`],
                  [
                    'Règle',
                    <>
                      posée par qui anime, d’après la décision{' '}
                      <a href={decisionUrl({ pole: pole.id, decision: regle.decision })}>{regle.titre}</a>
                    </>,
                  ],
                ] as const)
              : []),
          ]}
        />
      }
    >
      {compte && tient ? <AVous lu={lu} ici={ici} pole={pole.id} /> : null}
      {compte && marge ? (
        <>
          <Section titre="Votre compte" id="compte">
            <Definitions
              lignes={[
                ['Solde', direSolde(compte.solde)],
                ['En attente', `${euros(attente.aRecevoir)} à recevoir, ${euros(attente.aDonner)} à donner`],
                ...(attente.aVirer + attente.virementsARecevoir > 0
                  ? ([
                      [
                        'Virements de compensation',
                        `${euros(attente.aVirer)} à virer, ${euros(attente.virementsARecevoir)} à recevoir en banque`,
                      ],
                    ] as const)
                  : []),
                [
                  'Devant vous',
                  `vous pouvez devoir ${euros(marge.devoir)} de plus, avancer ${euros(marge.avancer)} de plus`,
                ],
                ['Votre plafond', `${euros(compte.plafond)} dans chaque sens`],
              ]}
            />
            {regle && tient && regle.plafond !== compte.plafond ? (
              <Bouton vers={`${ici}/ouvrir`}>
                Prendre le plafond que la règle du pôle pose : {euros(regle.plafond)}
              </Bouton>
            ) : null}
          </Section>
          <Soldes lu={lu} ici={ici} tient={tient} />
          <Ecritures lu={lu} pole={pole.id} tient={tient} ici={ici} />
        </>
      ) : (
        <Section titre="Votre compte" id="compte">
          <Empty
            titre={
              regle
                ? 'Votre coopérative n’a pas encore de compte.'
                : 'Le pôle n’a pas encore voté son plafond.'
            }
          >
            {regle
              ? 'L’ouvrir, c’est prendre la règle du pôle : personne n’y écrit sans votre accord.'
              : 'Un compte courant se tient sous un plafond : le pôle le vote, qui l’anime le reporte ici.'}
          </Empty>
          {regle && tient ? (
            <Bouton vers={`${ici}/ouvrir`} genre="main">
              Ouvrir notre compte
            </Bouton>
          ) : null}
        </Section>
      )}
      {lu.comptes.length > 0 ? <FinDAnnee lu={lu} ici={ici} revenu={revenu} /> : null}
      <Regle lu={lu} ici={ici} revenu={revenu} decisions={decisions} />
    </Page>
  )
}

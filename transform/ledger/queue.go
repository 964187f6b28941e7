package ledger

// queue does one thing after another beside the replay, so that rows are compressed while the next ones come about. At most
// two wait, which bounds their memory. After an error nothing more is done.
type queue struct {
	work chan func() error
	done chan error
}

func newQueue() *queue {
	q := &queue{work: make(chan func() error, 2), done: make(chan error, 1)}
	go func() {
		var err error
		for do := range q.work {
			if err == nil {
				err = do()
			}
		}
		q.done <- err
	}()
	return q
}

// add adds something to do; it waits while two others wait.
func (q *queue) add(do func() error) { q.work <- do }

// wait waits until all is done and gives the first error. Nothing can be added any more.
func (q *queue) wait() error {
	close(q.work)
	return <-q.done
}
